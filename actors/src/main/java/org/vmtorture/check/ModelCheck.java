package org.vmtorture.check;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vmtorture.oracle.Defect;

/** The model against all that was measured of real kernels, or against one more recording. */
public final class ModelCheck {
    private static final List<String> GOLDEN = List.of(
            "6.18-bpf-seed1.jsonl",
            "6.18-bpf-seed2.jsonl",
            "6.18-bpf-seed3.jsonl",
            "6.18-bpf-nopin-seed11.jsonl",
            "6.18-bpf-nopin-seed12.jsonl",
            "6.1-vmod-nopin-seed11.jsonl");

    private static final List<String> BRIEF = List.of(GOLDEN.get(0), GOLDEN.get(5));

    /** Columns of the measured table that the model does not play, and why. */
    private static final Map<String, String> LEFT_OUT = new LinkedHashMap<>();

    static {
        String privately = "MAP_PRIVATE: the kernel copies its pages into anonymous memory, which is not modelled";
        String order1 = "compound pages of order 1: the model's blocks have order 2";
        LEFT_OUT.put("6.18/packet_priv", privately);
        LEFT_OUT.put("6.1/packet_priv", privately);
        LEFT_OUT.put("6.18/uring_sq", order1);
        LEFT_OUT.put("6.1/uring_sq", order1);
    }

    /**
     * One part of the measurements.
     *
     * @param name golden, steps or callers
     * @param total traces, columns or tables
     * @param passed how many of them have no difference
     * @param compared operations or cells that were compared
     * @param unit what was compared
     */
    public record Part(String name, int total, int passed, int compared, String unit) {
        /** {@code golden 6/6 ok, 2100 operations}. */
        @Override
        public String toString() {
            return name + " " + passed + "/" + total + " ok, " + compared + " " + unit;
        }
    }

    /**
     * What a check came to.
     *
     * @param leftOut what was measured and is not checked, and why, by column
     * @param difference the first, if there is any
     */
    public record Result(List<Part> parts, Map<String, String> leftOut, Optional<Difference> difference) {
        public boolean passed() {
            return difference.isEmpty();
        }

        /** {@code golden 6/6 ok, 2100 operations}. */
        public String golden() {
            return line(parts.get(0));
        }

        public static String line(Part part) {
            return part.name() + " " + part.passed() + "/" + part.total() + " ok, " + part.compared() + " "
                    + part.unit();
        }
    }

    private final Defect defect;
    private Difference first;
    private int passed;
    private int compared;

    private ModelCheck(Defect defect) {
        this.defect = defect;
    }

    /** Checks against everything measured; with a defect other than {@link Defect#NONE} the check should fail. */
    public static Result run(Defect defect) {
        ModelCheck check = new ModelCheck(defect);
        Part golden = check.golden(GOLDEN);
        Part steps = check.steps();
        return new Result(List.of(golden, steps, check.callers()), LEFT_OUT, Optional.ofNullable(check.first));
    }

    /** The short form, for a soak to begin with: golden traces of both kernels, with pins and without. */
    public static Result brief(Defect defect) {
        ModelCheck check = new ModelCheck(defect);
        Part golden = check.golden(BRIEF);
        return new Result(List.of(golden), Map.of(), Optional.ofNullable(check.first));
    }

    /**
     * Checks against one golden trace.
     *
     * @param shown the file's name for reports
     * @throws GoldenFormatException if the file is none
     */
    public static Result run(Path file, String shown, Defect defect) throws GoldenFormatException {
        ModelCheck check = new ModelCheck(defect);
        try (InputStream in = Files.newInputStream(file)) {
            GoldenTrace trace = GoldenReader.read(shown, reader(in));
            check.add(GoldenReplay.run(trace, defect));
        } catch (IOException unreadable) {
            throw new GoldenFormatException(
                    shown, 0, "cannot be read: " + unreadable.getClass().getSimpleName());
        }
        return new Result(List.of(check.part("golden", 1, "operations")), Map.of(), Optional.ofNullable(check.first));
    }

    private Part golden(List<String> names) {
        for (String name : names) {
            try (InputStream in = ModelCheck.class.getResourceAsStream("/measured/golden/" + name)) {
                add(GoldenReplay.run(GoldenReader.read(name, reader(in)), defect));
            } catch (GoldenFormatException broken) {
                throw new IllegalStateException(broken);
            } catch (IOException unreadable) {
                throw new UncheckedIOException(name, unreadable);
            }
        }
        return part("golden", names.size(), "operations");
    }

    private static Reader reader(InputStream in) {
        return new InputStreamReader(
                in, StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT));
    }

    private Part steps() {
        Map<String, Map<String, String>> table = MeasuredTable.counts();
        table.keySet().removeAll(LEFT_OUT.keySet());
        int columns = table.size();
        Map<String, Map<String, String>> outcomes = MeasuredTable.outcomes();
        for (Provider provider : Provider.all()) {
            Map<String, String> outcome = outcomes.remove(provider.column());
            add(StepTable.run(provider, table.remove(provider.column()), outcome == null ? Map.of() : outcome, defect));
        }
        table.putAll(outcomes);
        for (FreeTable.Owner owner : FreeTable.Owner.all()) {
            add(FreeTable.run(owner, table.remove(owner.column()), defect));
        }
        if (!table.isEmpty()) {
            throw new IllegalStateException("columns that nobody plays: " + table.keySet());
        }
        return part("steps", columns, "cells");
    }

    private Part callers() {
        add(CallerTable.run(defect));
        return part("callers", 1, "cells");
    }

    private void add(Comparison comparison) {
        compared += comparison.compared();
        passed += comparison.difference().isEmpty() ? 1 : 0;
        if (first == null) {
            first = comparison.difference().orElse(null);
        }
    }

    private Part part(String name, int total, String unit) {
        Part part = new Part(name, total, passed, compared, unit);
        passed = 0;
        compared = 0;
        return part;
    }
}

package org.vmtorture.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.vmtorture.report.Samples;
import org.vmtorture.soak.OracleProof;
import org.vmtorture.soak.SoakListener;
import org.vmtorture.soak.SoakOptions;
import org.vmtorture.soak.SoakPast;
import org.vmtorture.soak.SoakResult;

/** A command line in a folder of its own, whose soaks take no time and end as the test says. */
final class Sandbox {
    private static final OracleProof ALIVE = new OracleProof(List.of("leak"), List.of());

    private final Path home;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private SoakOptions asked;
    private SoakPast past;
    private BiFunction<SoakOptions, SoakListener, SoakResult> soak = (options, listener) -> {
        listener.started(List.of(), ALIVE);
        return Samples.clean(ALIVE, false, "");
    };

    Sandbox(Path home) {
        this.home = home;
    }

    /** Ends every soak from now on like this. */
    void soaks(BiFunction<SoakOptions, SoakListener, SoakResult> ending) {
        this.soak = ending;
    }

    int run(String words) {
        out.reset();
        err.reset();
        return Main.execute(new Shell(
                words.isEmpty() ? List.of() : List.of(words.split(" ", -1)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                home,
                false,
                false,
                Map.of(),
                Clock.fixed(Instant.parse("2026-11-24T01:02:03Z"), ZoneOffset.UTC),
                this::torture));
    }

    private Torture torture(SoakOptions options, SoakPast before, SoakListener listener) {
        asked = options;
        past = before;
        return new Torture() {
            @Override
            public SoakResult run() {
                return soak.apply(options, listener);
            }

            @Override
            public void interrupt() {
                throw new AssertionError("nobody interrupts");
            }
        };
    }

    /** What the last soak was asked to do. */
    SoakOptions asked() {
        return asked;
    }

    /** What the last soak was to go on from. */
    SoakPast past() {
        return past;
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}

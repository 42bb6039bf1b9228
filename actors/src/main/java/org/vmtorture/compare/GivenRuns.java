package org.vmtorture.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.vmtorture.page.NoRunException;
import org.vmtorture.page.RunFiles;

/**
 * Runs of soak, explore and reproduce from before, whose verdicts a decision table takes over instead of running them
 * anew.
 *
 * @param soaks run.json of each soak
 * @param explorations run.json of each exploration
 * @param reproductions run.json of each exploration of a known race
 */
public record GivenRuns(List<Given> soaks, List<Given> explorations, List<Given> reproductions) {
    public static final GivenRuns NONE = new GivenRuns(List.of(), List.of(), List.of());

    /**
     * One run.
     *
     * @param name of its directory, without the folders above
     */
    record Given(String name, JsonNode run) {}

    /**
     * Reads what directories hold.
     *
     * @throws NoRunException if one holds no run, or one that says nothing of strategies as they are
     */
    public static GivenRuns read(List<Path> directories) {
        List<Given> soaks = new ArrayList<>();
        List<Given> explorations = new ArrayList<>();
        List<Given> reproductions = new ArrayList<>();
        for (Path directory : directories) {
            RunFiles files = RunFiles.read(directory);
            Path name = directory.toAbsolutePath().normalize().getFileName();
            Given given = new Given(String.valueOf(name), files.run());
            String defect = files.run().path("options").path("defect").asText("none");
            if (!defect.equals("none")) {
                throw new NoRunException(directory + ": has the defect " + defect
                        + ", which is no strategy's; a run without --defect would be right");
            }
            boolean race = files.run().path("mode").asText().equals("reproduce");
            (files.isSoak() ? soaks : race ? reproductions : explorations).add(given);
        }
        TreeSet<Double> careless = new TreeSet<>();
        soaks.forEach(
                soak -> careless.add(soak.run().path("options").path("careless").asDouble()));
        careless.remove(0.0); // it has no careless legs
        if (careless.size() > 1) {
            throw new NoRunException("--from: soaks whose drivers are careless in different measure, " + careless
                    + ", are not one measurement; soaks of one measure would be right");
        }
        return new GivenRuns(List.copyOf(soaks), List.copyOf(explorations), List.copyOf(reproductions));
    }

    /** The fraction of careless frees in the soaks; 0 if none has careless legs. */
    double careless() {
        return soaks.stream()
                .mapToDouble(soak -> soak.run().path("options").path("careless").asDouble())
                .max()
                .orElse(0);
    }

    /** Where verdicts come from, for whoever reads the table. */
    ArrayNode json() {
        ArrayNode sources = JsonNodeFactory.instance.arrayNode();
        List<Given> all = new ArrayList<>(soaks);
        all.addAll(explorations);
        all.addAll(reproductions);
        for (Given given : all) {
            sources.addObject()
                    .put("run", given.name())
                    .put("mode", given.run().path("mode").asText())
                    .put("command", given.run().path("command").asText())
                    .put("commit", given.run().path("commit").asText())
                    .put("started", given.run().path("started").asText())
                    .put("state", given.run().path("state").asText());
        }
        return sources;
    }
}

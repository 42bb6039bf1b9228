package org.vmtorture.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vmtorture.oracle.Defect;
import org.vmtorture.soak.SoakResult;

class ResultTableTest {
    @Test
    void endsASoakThatFoundSomething() throws IOException {
        Golden.assertSame(table(Samples.run(), Samples.violated(), Optional.empty()), "violated.txt");
    }

    @Test
    void endsASoakThatFoundNothing() throws IOException {
        SoakResult result = Samples.clean(Samples.ALIVE, false, "");
        Golden.assertSame(table(Samples.run(Defect.NONE, 0.01, ""), result, Optional.empty()), "clean.txt");
    }

    @Test
    void saysWhetherTheDefectWasFound() {
        SoakRun run = Samples.run(Defect.FORK_WITHOUT_GET, 0, "");
        assertThat(table(run, Samples.violated(), Optional.empty())).contains("use-after-free: found 214 times.");
        assertThat(table(run, Samples.clean(Samples.ALIVE, false, ""), Optional.empty()))
                .contains("use-after-free: not")
                .contains("found.");
    }

    @Test
    void namesAnOracleThatMissed() {
        assertThat(table(Samples.run(), Samples.clean(Samples.BLIND, false, ""), Optional.empty()))
                .contains("Unknown: nothing was found")
                .contains("Not shown to be alive: use-after-free: missed fork-without-get")
                .contains("Exit 2: ");
    }

    @Test
    void saysThatItWasStopped() {
        SoakResult result = Samples.clean(Samples.ALIVE, true, "");
        assertThat(table(Samples.run(), result, Optional.of(ExitStatus.TERMINATED)))
                .contains("1 of 2 legs")
                .contains("Exit 143: ");
    }

    private static String table(SoakRun run, SoakResult result, Optional<ExitStatus> signal) {
        Outcome outcome = Outcome.of(run, result, signal, "");
        List<String> lines = ResultTable.of(run, result, outcome, Map.of("74213cfaccc4", 216L));
        assertThat(lines).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(Text.COLUMNS));
        return String.join("\n", lines) + "\n";
    }
}

package org.vmtorture.bench;

import java.util.Locale;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.vmtorture.soak.ActorsAgainstThreads;

/** Measures the figures that the design holds itself to, and prints each as a ratio beside its bound. */
final class Figures {
    private static final double SEAM_MAX = 1.05;
    private static final double PIN_MAX = 1.5;
    private static final double ACTORS_MIN = 0.85;

    private Figures() {}

    public static void main(String[] args) throws RunnerException {
        System.out.printf("%-64s %8s %10s  %s%n", "figure", "ratio", "bound", "holds");
        for (RunResult run : run(SeamBenchmark.class)) {
            atMost(
                    "seam / direct VarHandle, implementations="
                            + run.getParams().getParam("implementations"),
                    run,
                    SEAM_MAX);
        }
        for (RunResult run : run(PinBenchmark.class)) {
            atMost("vm-struct pin+unpin / bare, after-others=" + run.getParams().getParam("afterOthers"), run, PIN_MAX);
        }
        double actors = ActorsAgainstThreads.medianRatio();
        print("actors / bare threads, operations per second", actors, ">= " + ACTORS_MIN, actors >= ACTORS_MIN);
    }

    private static Iterable<RunResult> run(Class<?> benchmark) throws RunnerException {
        return new Runner(new OptionsBuilder()
                        .include(benchmark.getName())
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
    }

    private static void atMost(String figure, RunResult run, double bound) {
        for (Result<?> result : run.getSecondaryResults().values()) {
            if (result.getLabel().endsWith("ratio")) {
                double ratio = result.getStatistics().getPercentile(50);
                print(figure, ratio, "<= " + bound, ratio <= bound);
            }
        }
    }

    private static void print(String figure, double ratio, String bound, boolean holds) {
        System.out.printf(Locale.ROOT, "%-64s %8.3f %10s  %s%n", figure, ratio, bound, holds ? "yes" : "NO");
    }
}

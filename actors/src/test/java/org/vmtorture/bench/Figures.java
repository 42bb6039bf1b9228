package org.vmtorture.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.vmtorture.soak.ActorsAgainstThreads;
import org.vmtorture.soak.HotPath;
import org.vmtorture.strategy.StrategyId;

/** Measures the figures that the design holds itself to, and prints each beside its bound; exits 1 if one fails. */
final class Figures {
    private static final double SEAM_MAX = 1.05;
    private static final double PIN_MAX = 1.5;
    private static final double ACTORS_MIN = 0.85;
    private static final double BETTER_MIN = 1.1; // what "measurably better" is taken to mean
    private static final double MESSAGES_MAX = 1; // byte per operation
    private static final int HEAP_MAX = 1024; // MiB
    private static final int ROUNDS = 300;
    private static final int PAIRS = 7;
    private static final long RUN_MILLIS = 1600;

    private final List<Figure> figures = new ArrayList<>();

    private Figures() {}

    public static void main(String[] args) throws RunnerException, IOException, InterruptedException {
        Figures all = new Figures();
        Figure.head();
        all.seam();
        all.pin();
        all.allocation();
        all.largestMachine();
        all.actors();
        all.queues();
        System.exit(all.figures.stream().allMatch(Figure::holds) ? 0 : 1);
    }

    private void add(Figure figure) {
        figures.add(figure.print());
    }

    private void seam() throws RunnerException {
        for (RunResult run : run(SeamBenchmark.class)) {
            SeamBenchmark.Others others =
                    SeamBenchmark.Others.valueOf(run.getParams().getParam("others"));
            double ratio = least(run, "quiet");
            add(
                    others.inOneRun()
                            ? Figure.atMost("seam / direct VarHandle, " + others, ratio, SEAM_MAX)
                            : Figure.known("seam / direct VarHandle, " + others, ratio));
        }
    }

    private void pin() throws RunnerException {
        for (RunResult run : run(PinBenchmark.class)) {
            boolean after = Boolean.parseBoolean(run.getParams().getParam("afterOthers"));
            String name = "vm-struct pin+unpin / bare inc-not-zero+dec" + (after ? ", after all the others" : "");
            add(after ? Figure.known(name, least(run, "quiet")) : Figure.atMost(name, least(run, "quiet"), PIN_MAX));
            add(Figure.known("  the same, with whatever else the host did (median)", median(run, "ratio")));
        }
    }

    private void allocation() throws RunnerException {
        long most = 0;
        for (StrategyId strategy : StrategyId.values()) {
            most = Math.max(most, new HotPath(strategy).allocation(ROUNDS).bytesBeyondMessages());
        }
        add(Figure.atMost("bytes allocated by all operations, but for messages, worst strategy", (double) most, 0));
        double bytes = 0;
        for (RunResult run : run(HotPathBenchmark.class)) {
            double perRound = median(run, "gc.alloc.rate.norm");
            bytes = Math.max(bytes, perRound * median(run, "rounds") / median(run, "operations"));
        }
        add(Figure.atMost("bytes per operation with messages, JMH's gc profiler, worst strategy", bytes, MESSAGES_MAX));
    }

    /** A JVM of its own, for its heap. */
    private void largestMachine() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + HEAP_MAX + "m",
                        "-ea",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LargestMachine.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        double mebibytes = process.waitFor() == 0 ? Double.parseDouble(printed) : Double.NaN;
        add(Figure.atMost("MiB of heap for 2^24 frames with their audit, worst strategy", mebibytes, HEAP_MAX));
    }

    private void actors() {
        ActorsAgainstThreads.Ratios ratios = new ActorsAgainstThreads(PAIRS, RUN_MILLIS).measure();
        add(Figure.atLeast("actors / bare threads, operations per second", ratios.toThreads(), ACTORS_MIN));
        add(Figure.known("bytes per operation of the actors, Pekko's own included", ratios.bytesPerOperation()));
        add(Figure.known("actors with JCTools' mailboxes / with Pekko's, per second", ratios.toPekkosMailbox()));
    }

    private void queues() {
        add(Figure.atLeast("messages through JCTools' mailbox / Pekko's, per second", Queues.mailbox(), BETTER_MIN));
        add(Figure.atLeast("telemetry through JCTools' queue / JDK's, per second", Queues.telemetry(), BETTER_MIN));
    }

    private static Collection<RunResult> run(Class<?> benchmark) throws RunnerException {
        return new Runner(new OptionsBuilder()
                        .include(benchmark.getName())
                        .addProfiler(GCProfiler.class)
                        .verbosity(VerboseMode.SILENT)
                        .shouldFailOnError(true)
                        .build())
                .run();
    }

    /** The median over iterations. */
    private static double median(RunResult run, String label) {
        return result(run, label).getStatistics().getPercentile(50);
    }

    /** Of the iteration that was disturbed least. */
    private static double least(RunResult run, String label) {
        return result(run, label).getStatistics().getMin();
    }

    private static Result<?> result(RunResult run, String label) {
        return run.getSecondaryResults().values().stream()
                .filter(result -> result.getLabel().endsWith(label))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no " + label + " in " + run.getSecondaryResults()));
    }
}

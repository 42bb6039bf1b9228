package org.vmtorture.jcstress;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import org.openjdk.jcstress.infra.TestInfo;
import org.openjdk.jcstress.infra.runners.CounterThread;
import org.openjdk.jcstress.infra.runners.ForkedTestConfig;
import org.openjdk.jcstress.infra.runners.Runner;
import org.openjdk.jcstress.infra.runners.SpinLoopStyle;
import org.openjdk.jcstress.infra.runners.TestList;
import org.openjdk.jcstress.util.Counter;

/**
 * Runs a few tests one after the other in this JVM, with the runners that jcstress generates, each for a moment.
 * jcstress itself starts a JVM or more for each test and probes the machine before: that takes a second and a half a
 * test and a quarter of a minute in all, which a build cannot spare.
 */
final class BriefRun {
    static final String OUTCOME = "outcome";
    static final String FAILURE = "failure";

    /* States are raced on a stride at a time, with a barrier between strides: short enough for the two threads to stay
     * together, and all of them small enough for the cache. */
    private static final int STRIDE_SIZE = 32;

    private static final int STRIDES = 16;
    private static final int JOIN_MS = 30_000;

    private BriefRun() {}

    /** First the milliseconds for each test, then the tests. Prints a line per outcome: kind, test, count, outcome. */
    public static void main(String[] arguments) throws Exception {
        int milliseconds = Integer.parseInt(arguments[0]);
        for (String test : List.of(arguments).subList(1, arguments.length)) {
            run(TestList.getInfo(test), milliseconds);
        }
        System.exit(0); // whatever threads a failed test has left behind
    }

    private static void run(TestInfo test, int milliseconds) throws Exception {
        var config = config(test, milliseconds);
        Runner<?> runner = Class.forName(test.generatedRunner())
                .asSubclass(Runner.class)
                .getConstructor(ForkedTestConfig.class)
                .newInstance(config);
        run(test, runner);
    }

    private static <R> void run(TestInfo test, Runner<R> runner) throws InterruptedException {
        var sum = new Counter<R>();
        for (CounterThread<R> thread : runner.internalRun()) {
            thread.join(JOIN_MS);
            if (thread.isAlive()) {
                say(FAILURE, test, 0, "an actor did not come back in " + JOIN_MS + " ms");
                return;
            }
            if (thread.throwable() != null) {
                Throwable thrown = thread.throwable();
                thrown.printStackTrace();
                say(FAILURE, test, 0, thrown.toString());
                return;
            }
            sum.merge(thread.result());
        }
        for (R outcome : sum.elementSet()) {
            say(OUTCOME, test, sum.count(outcome), outcome.toString());
        }
    }

    private static void say(String kind, TestInfo test, long count, String text) {
        System.out.println(kind + "\t" + test.name() + "\t" + count + "\t" + text.replace('\n', ' '));
    }

    /** A configuration can be read from a stream, or made from much that is not needed here. */
    private static ForkedTestConfig config(TestInfo test, int milliseconds) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.writeInt(SpinLoopStyle.THREAD_YIELD.ordinal()); // the other actor may need our core
        out.writeInt(milliseconds);
        out.writeInt(1); // iterations
        out.writeUTF(test.generatedRunner());
        out.writeInt(Integer.MAX_VALUE); // footprint: nobody looks
        out.writeInt(STRIDE_SIZE);
        out.writeInt(STRIDES);
        out.writeBoolean(false); // affinity
        return new ForkedTestConfig(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    }
}

package org.vmtorture.soak;

import java.util.Arrays;
import org.vmtorture.memory.SharedMemory;
import org.vmtorture.mm.Cpu;

/**
 * Looks whether every CPU goes on. One that has begun no operation for long, and was waiting at most looks, waits for
 * something that does not come: a livelock of the model. One that hangs elsewhere is the tester's own trouble. Plain
 * code on the soak's thread, for an actor might itself starve.
 */
final class Watchdog {
    private static final long LIVELOCK_NANOS = 4_000_000_000L;
    private static final long STUCK_NANOS = 30_000_000_000L;

    private final LegRun leg;
    private final long[] lastOperation;
    private final long[] lastMoved;
    private final int[] looks; // since it last moved
    private final int[] waiting; // at how many of them it was: a loop that waits is now and then seen elsewhere in it
    private long lastLook;
    private int stuck;

    Watchdog(LegRun leg, long now) {
        this.leg = leg;
        int cpus = leg.roles().size();
        this.lastOperation = new long[cpus];
        this.lastMoved = new long[cpus];
        this.looks = new int[cpus];
        this.waiting = new int[cpus];
        this.lastLook = now;
        Arrays.fill(lastMoved, now);
    }

    /** Looks at all CPUs; true if one is in a livelock, which is then logged. */
    boolean look(long now) {
        long pause = now - lastLook;
        lastLook = now;
        boolean livelock = false;
        stuck = 0;
        for (int i = 0; i < lastOperation.length; i++) {
            Cpu cpu = leg.kernel().cpu(i);
            long operations = cpu.recorder().operations();
            if (operations != lastOperation[i] || pause > LIVELOCK_NANOS / 2) { // we ourselves were stopped: start over
                lastOperation[i] = operations;
                lastMoved[i] = now;
                looks[i] = 0;
                waiting[i] = 0;
                continue;
            }
            long still = now - lastMoved[i];
            if (still < LIVELOCK_NANOS / 8) {
                continue;
            }
            Thread thread = leg.status(i).running();
            if (thread == null) {
                lastMoved[i] = now; // it stands still by order, or has nothing to do
                continue;
            }
            StackTraceElement[] stack = thread.getStackTrace();
            looks[i]++;
            waiting[i] += waits(stack) ? 1 : 0;
            if (still > LIVELOCK_NANOS && 2 * waiting[i] > looks[i]) {
                leg.violations().livelock(cpu, waitSite(stack));
                livelock = true;
            } else if (still > STUCK_NANOS) {
                stuck++;
            }
        }
        return livelock;
    }

    /** CPUs that have not gone on for half a minute, and wait for nothing of the model. */
    int stuck() {
        return stuck;
    }

    private static boolean waits(StackTraceElement[] stack) {
        for (StackTraceElement frame : stack) {
            if (frame.getMethodName().equals("onSpinWait")
                    && frame.getClassName().startsWith(SharedMemory.class.getPackageName())) {
                return true;
            }
        }
        return false;
    }

    /** The first frame below the wait itself that says what is waited for. */
    private static String waitSite(StackTraceElement[] stack) {
        for (StackTraceElement frame : stack) {
            String name = frame.getClassName();
            if (name.startsWith("org.vmtorture.mm.") || name.startsWith("org.vmtorture.op.")) {
                return name.substring(name.lastIndexOf('.') + 1) + "." + frame.getMethodName();
            }
        }
        return "an unknown place";
    }
}

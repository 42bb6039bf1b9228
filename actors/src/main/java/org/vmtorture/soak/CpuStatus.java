package org.vmtorture.soak;

/** Whether a CPU actor is at work: written by its own thread, read by the watchdog. */
final class CpuStatus {
    private volatile Thread running; // the thread that is in a burst or hears a peer; null between

    void enter() {
        running = Thread.currentThread();
    }

    void leave() {
        running = null;
    }

    /** The thread that works for this CPU now, or null if it stands still. */
    Thread running() {
        return running;
    }
}

package org.vmtorture.report;

/**
 * Whether a soak's finding was shown again by the explorer.
 *
 * @param how in words: {@code yes, 5 steps, from the recorded operations}
 * @param steps rows of the trace; 0 if it was not
 * @param command what replays it; empty if nothing does
 */
record Repro(String how, int steps, String command) {
    /** While nobody has tried. */
    static final Repro UNKNOWN = new Repro("", 0, "");
}

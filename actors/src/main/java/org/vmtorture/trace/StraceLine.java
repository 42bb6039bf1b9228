package org.vmtorture.trace;

/**
 * One line of the log, split but not yet understood.
 *
 * @param pid the task, or {@link #NO_PID} if the line does not say
 * @param micros since the first line of the log
 * @param name of the call, or empty
 * @param rest what follows: the arguments after the opening parenthesis, or after {@code resumed>}
 */
record StraceLine(long number, int pid, long micros, Kind kind, String name, String rest) {
    static final int NO_PID = -1;

    enum Kind {
        /** {@code mmap(...) = 0x7f...}. */
        CALL,
        /** {@code mmap(... <unfinished ...>}. */
        UNFINISHED,
        /** {@code <... mmap resumed>...) = 0x7f...}. */
        RESUMED,
        /** {@code +++ exited with 0 +++} or {@code +++ killed by SIGKILL +++}. */
        EXITED,
        /** {@code +++ superseded by execve in pid 7 +++}; {@code rest} is the 7. */
        SUPERSEDED,
        /** Signals, messages of strace itself, stack traces: nothing to us. */
        NOTE,
        /** Not a line of strace. */
        GARBLED
    }

    /** The text as far as we kept it, for a report. */
    String text() {
        return switch (kind) {
            case CALL, UNFINISHED -> name + "(" + rest;
            case RESUMED -> "<... " + name + " resumed>" + rest;
            default -> rest;
        };
    }
}

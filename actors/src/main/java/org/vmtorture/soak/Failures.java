package org.vmtorture.soak;

/** What a failure says in one line: what, and where in our own code. */
final class Failures {
    private Failures() {}

    static String describe(Throwable failure) {
        for (StackTraceElement frame : failure.getStackTrace()) {
            if (frame.getClassName().startsWith("org.vmtorture.")) {
                return failure + " at " + frame;
            }
        }
        return failure.toString();
    }
}

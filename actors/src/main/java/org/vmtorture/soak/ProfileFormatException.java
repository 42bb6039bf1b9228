package org.vmtorture.soak;

/** The file is not a profile we can run. The message is one line: what, where, and what would have been right. */
public final class ProfileFormatException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ProfileFormatException(String where, String what) {
        super(where + ": " + what);
    }
}

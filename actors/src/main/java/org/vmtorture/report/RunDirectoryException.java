package org.vmtorture.report;

/** A run directory that cannot be had. The message is one line: which, and why. */
public final class RunDirectoryException extends RuntimeException {
    private static final long serialVersionUID = 1;

    RunDirectoryException(String directory, String why) {
        super(directory + ": " + why);
    }
}

package org.vmtorture.report;

/** A run directory that cannot be had. The message is one line: which, and why. */
public final class RunDirectoryException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ExitStatus status;

    RunDirectoryException(String directory, String why) {
        this(ExitStatus.NO_RESOURCES, directory, why);
    }

    private RunDirectoryException(ExitStatus status, String directory, String why) {
        super(directory + ": " + why);
        this.status = status;
    }

    /** The user named something else than was meant. */
    static RunDirectoryException misnamed(String directory, String why) {
        return new RunDirectoryException(ExitStatus.USAGE, directory, why);
    }

    public ExitStatus status() {
        return status;
    }
}

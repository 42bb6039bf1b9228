package org.vmtorture.trace;

/** The file is not a log we can read. The message is one line: what, where, and what would have been right. */
public final class TraceFormatException extends RuntimeException {
    static final String REMEDY = "record with: strace -f -ttt -y -o FILE PROGRAM";
    private static final long serialVersionUID = 1;
    private static final int SOURCE_MAX = 200;

    /** For a log that can be read, but not used. */
    public TraceFormatException(String source, String what, String remedy) {
        super(Skipped.printable(source, SOURCE_MAX) + ": " + what + "; " + remedy);
    }

    TraceFormatException(String source, long line, String what, String remedy) {
        super(Skipped.printable(source, SOURCE_MAX) + ":" + line + ": " + what + "; " + remedy);
    }
}

package org.vmtorture.check;

/** A file is no golden trace, or a broken one. The message is one line: where, what is wrong, what would be right. */
public final class GoldenFormatException extends Exception {
    private static final long serialVersionUID = 1;

    GoldenFormatException(String file, int line, String what) {
        super(file + (line > 0 ? ":" + line : "") + ": " + what);
    }
}

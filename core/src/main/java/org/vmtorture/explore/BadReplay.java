package org.vmtorture.explore;

/** A file that cannot be replayed. The message is one line: where, what is wrong, and what would be right. */
public final class BadReplay extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int MESSAGE_MAX = 400;

    BadReplay(String where, String what) {
        super(printable(where + ": " + what));
    }

    /** What is quoted from a file may be hostile. */
    private static String printable(String text) {
        String line = text.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return line.length() <= MESSAGE_MAX ? line : line.substring(0, MESSAGE_MAX) + "...";
    }
}

package org.vmtorture.trace;

/** A line of the log that could not be used, or only by a guess, and why. */
public record Skipped(long line, Reason reason, String text) {
    static final int TEXT_MAX = 80;

    public Skipped {
        text = printable(text, TEXT_MAX);
    }

    /** Why a line could not be used; {@code toString} is a phrase for people. */
    public enum Reason {
        UNPARSEABLE("not a line of strace"),
        TRUNCATED("last line is cut short"),
        TOO_LONG("line is too long"),
        BAD_ARGUMENTS("arguments not understood"),
        NEVER_BEGUN("resumes a call that never began"),
        NEVER_RESUMED("begins a call that never resumes"),
        UNKNOWN_FD("mmap of a descriptor of unknown origin; record with -y"),
        UNKNOWN_MEMORY("mremap of memory mapped before the log began"),
        UNKNOWN_PID("process whose creation is not in the log; taken as one of its own"),
        TOO_MANY("more open files or mappings than a process is followed with");

        private final String phrase;

        Reason(String phrase) {
            this.phrase = phrase;
        }

        @Override
        public String toString() {
            return phrase;
        }
    }

    /** The text for a terminal: cut to {@code max} characters, and without control characters, for logs are hostile. */
    static String printable(String text, int max) {
        StringBuilder kept = new StringBuilder(Math.min(text.length(), max));
        for (int i = 0; i < text.length() && kept.length() < max; i++) {
            char c = text.charAt(i);
            switch (Character.getType(c)) {
                case Character.CONTROL, Character.FORMAT, Character.SURROGATE -> {}
                case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> kept.append(' ');
                default -> kept.append(c);
            }
        }
        return kept.toString();
    }
}

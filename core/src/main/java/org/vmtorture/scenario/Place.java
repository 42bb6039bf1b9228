package org.vmtorture.scenario;

/** A line of a scenario file, to which a mistake is put down. */
record Place(String file, int line) {
    private static final int MESSAGE_MAX = 400;

    BadScenario wrong(String what) {
        return new BadScenario(this, what);
    }

    /** One line without control characters, for what is quoted from a file may be hostile. */
    static String printable(String text) {
        String line = text.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return line.length() <= MESSAGE_MAX ? line : line.substring(0, MESSAGE_MAX) + "...";
    }

    @Override
    public String toString() {
        return file + ":" + line;
    }
}

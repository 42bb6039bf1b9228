package org.vmtorture.trace;

/** Flags as strace prints them, {@code MAP_SHARED|MAP_FIXED|0x800}, or as the bare number of {@code -X raw}. */
record Flags(String text) {
    /** Whether the flag is set, given its name and the one bit of its value on Linux. */
    boolean has(String name, long bit) {
        int end = text.length();
        for (int from = 0; from <= end; ) {
            int to = text.indexOf('|', from);
            to = to < 0 ? end : to;
            String word = text.substring(from, to).strip();
            if (word.equals(name) || (number(word) & bit) != 0) {
                return true;
            }
            from = to + 1;
        }
        return false;
    }

    private static long number(String word) {
        int space = word.indexOf(' ');
        String digits = space < 0 ? word : word.substring(0, space); // 0x3 /* PROT_READ|PROT_WRITE */
        try {
            return digits.isEmpty() || Character.digit(digits.charAt(0), 10) < 0 ? 0 : Long.decode(digits);
        } catch (NumberFormatException notOne) {
            return 0;
        }
    }
}

package org.vmtorture.trace;

import java.util.ArrayList;
import java.util.List;

/**
 * A finished system call: its name, its arguments as text, and its result.
 *
 * @param result the number returned; negative if the call failed
 * @param comment what follows the number, such as the {@code </path>} of {@code -y}
 */
record Call(String name, List<String> arguments, long result, String comment) {
    private static final int ARGUMENTS_MAX = 64; // an argument is at top level; no system call has more than six
    private static final String NAMESPACE = " in strace's PID NS */";

    /** An argument or result is not what its call takes; the line cannot be used. */
    static final class BadArgument extends RuntimeException {
        private static final long serialVersionUID = 1;

        BadArgument(String text) {
            super(text, null, false, false);
        }
    }

    Call {
        arguments = List.copyOf(arguments);
    }

    /** Parses {@code a, b) = 3<path>}, the text after the opening parenthesis. */
    static Call parse(String name, String text) {
        List<String> arguments = new ArrayList<>();
        int from = 0;
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                i = endOfString(text, i);
            } else if (c == '/' && text.startsWith("/*", i)) {
                i = endOfComment(text, i);
            } else if (c == '<') {
                i = endOfDecoration(text, i);
            } else if (c == '(' || c == '[' || c == '{') {
                depth++;
            } else if (depth > 0 && (c == ')' || c == ']' || c == '}')) {
                depth--;
            } else if (depth == 0 && (c == ',' || c == ')')) {
                String argument = text.substring(from, i).strip();
                if (c == ',' || !arguments.isEmpty() || !argument.isEmpty()) {
                    arguments.add(argument);
                }
                if (c == ')') {
                    return returned(name, arguments, text.substring(i + 1).strip());
                }
                if (arguments.size() > ARGUMENTS_MAX) {
                    throw new BadArgument(text);
                }
                from = i + 1;
            }
        }
        throw new BadArgument(text);
    }

    private static Call returned(String name, List<String> arguments, String text) {
        if (!text.startsWith("= ")) {
            throw new BadArgument(text);
        }
        String value = text.substring(2).strip();
        if (value.startsWith("?") || value.startsWith("-")) {
            return new Call(name, arguments, -1, value);
        }
        int end = 0;
        while (end < value.length() && Character.isLetterOrDigit(value.charAt(end))) {
            end++;
        }
        long result = parseNumber(value.substring(0, end));
        if (result < 0) {
            throw new BadArgument(value);
        }
        return new Call(name, arguments, result, value.substring(end));
    }

    private static int endOfString(String text, int quote) {
        for (int i = quote + 1; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == '"') {
                return i;
            }
        }
        return text.length();
    }

    private static int endOfComment(String text, int slash) {
        int end = text.indexOf("*/", slash + 2);
        return end < 0 ? text.length() : end + 1;
    }

    /**
     * The end of {@code <path>}, {@code </dev/null<char 1:3>>} or {@code <TCP:[a->b]>}. A decoration follows a digit or
     * AT_FDCWD; {@code 21<<MAP_HUGE_SHIFT} is none.
     */
    private static int endOfDecoration(String text, int less) {
        if (text.startsWith("<<", less)) {
            return less + 1;
        }
        int depth = 0;
        for (int i = less; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '<') {
                depth++;
            } else if (c == '>' && text.charAt(i - 1) != '-' && --depth == 0) {
                return i;
            }
        }
        return text.length();
    }

    boolean failed() {
        return result < 0;
    }

    String argument(int index) {
        if (index >= arguments.size()) {
            throw new BadArgument(name);
        }
        return arguments.get(index);
    }

    /** The argument as 64 bits, read as unsigned. */
    long bits(int index) {
        return parseNumber(argument(index));
    }

    /** The argument as an address or a length: not negative. */
    long size(int index) {
        long size = bits(index);
        if (size < 0) {
            throw new BadArgument(argument(index));
        }
        return size;
    }

    /** The argument as a descriptor: the number before the decoration. */
    int fd(int index) {
        return fd(argument(index));
    }

    static int fd(String text) {
        long fd = parseNumber(text);
        if (fd != (int) fd && fd >>> 32 != 0) {
            throw new BadArgument(text);
        }
        return (int) fd;
    }

    /** The result as a descriptor or a pid. */
    int resultInt() {
        if (result > Integer.MAX_VALUE) {
            throw new BadArgument(comment);
        }
        return (int) result;
    }

    /** The pid that clone returned, in our namespace even if the caller lives in another and {@code -Y} translated. */
    int resultPid() {
        int end = comment.indexOf(NAMESPACE);
        int start = end < 0 ? -1 : comment.lastIndexOf("/* ", end);
        return start < 0 ? resultInt() : fd(comment.substring(start + 3, end));
    }

    /** Whether any argument other than a path or string contains the word. */
    boolean mentions(String word) {
        for (String argument : arguments) {
            if (!argument.startsWith("\"") && argument.contains(word)) {
                return true;
            }
        }
        return false;
    }

    /** The text between the outer angle brackets of {@code 3</path>}, or null. */
    static String decoration(String text) {
        int open = text.indexOf('<');
        int close = open < 0 ? -1 : endOfDecoration(text, open);
        return close <= open + 1 || close >= text.length() ? null : text.substring(open + 1, close);
    }

    /** Decimal, hexadecimal, octal, NULL, ~0U; what follows the number, decoration or comment, is left out. */
    private static long parseNumber(String text) {
        if (text.equals("NULL")) {
            return 0;
        }
        boolean inverted = text.startsWith("~");
        boolean negative = text.startsWith("-");
        int from = inverted || negative ? 1 : 0;
        boolean hex = text.startsWith("0x", from);
        from += hex ? 2 : 0;
        int end = from;
        while (end < text.length() && Character.digit(text.charAt(end), hex ? 16 : 10) >= 0 && text.charAt(end) < 128) {
            end++;
        }
        int radix = hex ? 16 : text.startsWith("0", from) && end - from > 1 ? 8 : 10;
        try {
            long number = Long.parseUnsignedLong(text.substring(from, end), radix);
            return inverted ? ~number : negative ? -number : number;
        } catch (NumberFormatException notOne) {
            throw new BadArgument(text);
        }
    }
}

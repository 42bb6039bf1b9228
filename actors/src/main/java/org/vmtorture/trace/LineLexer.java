package org.vmtorture.trace;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vmtorture.trace.StraceLine.Kind;

/** Splits a line of strace into pid, time and call. It reads lines in order, for times and split calls span lines. */
final class LineLexer {
    private static final int PID_MAX = 1 << 22; // the kernel's PID_MAX_LIMIT; a greater first number is a time
    private static final int WORD_MAX = 40;
    private static final int NAME_MAX = 64;
    private static final String UNFINISHED = "<unfinished ...>";
    private static final Pattern SUPERSEDED =
            Pattern.compile("\\+\\+\\+ superseded by execve in pid (\\d{1,7}) \\+\\+\\+");
    private static final Pattern RESUMED = Pattern.compile("<\\.\\.\\. (\\w{1,64}|\\?\\?\\?) resumed> ?");
    private static final String ATTACHED = " attached";
    private static final Pattern ATTACH = Pattern.compile("strace: Process \\d{1,7} attached$");
    private static final int ATTACH_MAX = "strace: Process 1234567 attached".length();

    private final Timestamps times = new Timestamps();
    private String line = "";
    private int at;

    /* On a terminal strace cuts a clone with "strace: Process 7 attached" and goes on in the next line, sans prefix. */
    private String splitName;
    private int splitPid;

    boolean timed() {
        return times.timed();
    }

    StraceLine lex(long number, String text) {
        String split = splitName;
        splitName = null;
        if (split != null && continues(text)) {
            boolean nothing = text.strip().equals(UNFINISHED);
            Kind kind = nothing ? Kind.NOTE : Kind.RESUMED;
            return new StraceLine(number, splitPid, times.last(), kind, split, text);
        }
        line = text;
        at = 0;
        int pid = pid();
        time();
        skipBracketed();
        return content(number, pid);
    }

    private static boolean continues(String text) {
        return text.startsWith(", ") || text.startsWith(" =>") || text.startsWith(")") || text.startsWith(" <");
    }

    private int pid() {
        skipSpaces();
        if (line.startsWith("[pid ", at)) {
            int close = line.indexOf("] ", at);
            int pid = close < 0 || close - at > WORD_MAX
                    ? StraceLine.NO_PID
                    : pid(line.substring(at + 5, close).strip());
            at = pid < 0 ? at : close + 2;
            return pid;
        }
        int pid = pid(word());
        if (pid >= 0) {
            at = line.indexOf(' ', at) + 1;
        }
        return pid;
    }

    /** {@code 123}, or {@code 123<comm>} as of {@code -Y}. */
    private static int pid(String word) {
        int digits = 0;
        while (digits < word.length() && Character.digit(word.charAt(digits), 10) >= 0) {
            digits++;
        }
        boolean comm = word.startsWith("<", digits) && word.endsWith(">");
        if (digits == 0 || digits > 7 || !(comm || digits == word.length())) {
            return StraceLine.NO_PID;
        }
        int pid = Integer.parseInt(word.substring(0, digits));
        return pid <= PID_MAX ? pid : StraceLine.NO_PID;
    }

    private void time() {
        skipSpaces();
        String word = word();
        if (!word.isEmpty() && Character.digit(word.charAt(0), 10) >= 0 && times.accept(word)) {
            at += word.length();
            skipSpaces();
        }
        if (line.startsWith("(+", at)) { // -r beside -t: the difference, which the time already tells
            int close = line.indexOf(')', at);
            at = close < 0 ? at : close + 1;
            skipSpaces();
        }
    }

    /** Skips the {@code [ 59]} of {@code -n} and the {@code [00007f12a4b6c8d7]} of {@code -i}. */
    private void skipBracketed() {
        while (line.startsWith("[", at)) {
            int close = line.indexOf(']', at);
            if (close < 0
                    || close - at > WORD_MAX
                    || !line.substring(at + 1, close).matches("[ 0-9a-fx?]+")) {
                return;
            }
            at = close + 1;
            skipSpaces();
        }
    }

    private StraceLine content(long number, int pid) {
        String content = line.substring(Math.min(at, line.length()));
        if (content.startsWith("+++ ")) {
            return end(number, pid, content);
        }
        if (content.startsWith("<... ")) {
            Matcher resumed = RESUMED.matcher(content);
            return resumed.lookingAt()
                    ? made(number, pid, Kind.RESUMED, resumed.group(1), content.substring(resumed.end()))
                    : made(number, pid, Kind.GARBLED, "", line);
        }
        boolean note = content.isBlank()
                || content.startsWith("--- ")
                || content.startsWith("strace: ")
                || content.startsWith("[ Process PID=")
                || line.startsWith(" > ");
        return note ? made(number, pid, Kind.NOTE, "", content) : call(number, pid, content);
    }

    private StraceLine end(long number, int pid, String content) {
        Matcher superseded = SUPERSEDED.matcher(content);
        if (superseded.lookingAt()) {
            return made(number, pid, Kind.SUPERSEDED, "", superseded.group(1));
        }
        boolean exited = content.startsWith("+++ exited with ") || content.startsWith("+++ killed by ");
        return made(number, pid, exited ? Kind.EXITED : Kind.GARBLED, "", content);
    }

    private StraceLine call(long number, int pid, String content) {
        int open = content.indexOf('(');
        if (open <= 0 || open > NAME_MAX || !isName(content, open)) {
            return made(number, pid, Kind.GARBLED, "", line);
        }
        String name = content.substring(0, open);
        String rest = content.substring(open + 1);
        if (rest.endsWith(UNFINISHED)) {
            return made(number, pid, Kind.UNFINISHED, name, rest.substring(0, rest.length() - UNFINISHED.length()));
        }
        if (rest.endsWith(ATTACHED)) {
            Matcher attach = ATTACH.matcher(rest).region(Math.max(0, rest.length() - ATTACH_MAX), rest.length());
            if (attach.find()) {
                splitName = name;
                splitPid = pid;
                return made(number, pid, Kind.UNFINISHED, name, rest.substring(0, attach.start()));
            }
        }
        if (rest.endsWith("<detached ...>")) {
            return made(number, pid, Kind.NOTE, name, rest);
        }
        return rest.contains(" = ")
                ? made(number, pid, Kind.CALL, name, rest)
                : made(number, pid, Kind.GARBLED, "", line);
    }

    private static boolean isName(String content, int length) {
        if (content.startsWith("???(")) {
            return true;
        }
        for (int i = 0; i < length; i++) {
            char c = content.charAt(i);
            boolean letter = c >= 'a' && c <= 'z';
            boolean digit = c >= '0' && c <= '9';
            if (!letter && !digit && c != '_') {
                return false;
            }
        }
        return true;
    }

    private StraceLine made(long number, int pid, Kind kind, String name, String rest) {
        return new StraceLine(number, pid, times.last(), kind, name, rest);
    }

    /** The characters up to the next space, not consumed; empty if they are too many for a pid or a time. */
    private String word() {
        int end = line.indexOf(' ', at);
        return end < 0 || end - at > WORD_MAX ? "" : line.substring(at, end);
    }

    private void skipSpaces() {
        while (at < line.length() && line.charAt(at) == ' ') {
            at++;
        }
    }
}

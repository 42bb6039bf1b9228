package org.vmtorture;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rules of our style that a scan of the text can hold: sizes, names, and words that must not appear. */
final class Tidy {
    static final int COLUMNS_MAX = 120;
    static final int FILE_LINES_MAX = 400;
    static final int METHOD_LINES_MAX = 60;

    private static final Pattern TYPE = Pattern.compile("\\b(?:class|interface|enum|record)\\s+(\\w+)");
    private static final Pattern VAGUE =
            Pattern.compile("\\w*(?:Impl|Manager|Util|Utils|Helper)|(?:Abstract|Base)(?:[A-Z]\\w*)?");
    private static final Pattern UNFINISHED = Pattern.compile("\\b(?:TODO|FIXME|XXX)\\b");
    private static final Pattern SIGNED = Pattern.compile("@author\\b");
    private static final Pattern SLEEPS = Pattern.compile("\\bThread\\s*\\.\\s*sleep\\b|\\bTimeUnit\\.\\w+\\.sleep\\b");
    private static final Pattern SYNCHRONIZED = Pattern.compile("\\bsynchronized\\b");
    private static final Pattern ARRAY = Pattern.compile("(?:=|\\])\\s*$");

    private final String file;
    private final List<String> offences = new ArrayList<>();

    private Tidy(String file) {
        this.file = file;
    }

    /** Every breach in one source file, as {@code file:line: rule}. The file's path decides which rules hold. */
    static List<String> offences(String file, String source) {
        var tidy = new Tidy(file);
        tidy.sizes(source);
        String code = JavaText.code(source);
        String comments = JavaText.comments(source);
        tidy.names(code);
        tidy.never(UNFINISHED, comments, "unfinished work is not left as a comment");
        tidy.never(UNFINISHED, code, "unfinished work is not left in a name");
        tidy.never(SIGNED, comments, "no author tags");
        if (file.startsWith("core/") || file.startsWith("jcstress-tests/") || file.contains("/src/test/")) {
            tidy.never(SLEEPS, code, "no sleeping in core or in tests");
        }
        if (file.startsWith("core/")) tidy.never(SYNCHRONIZED, code, "core has no monitors");
        tidy.methods(code);
        return tidy.offences;
    }

    private void sizes(String source) {
        List<String> lines = source.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            int columns = lines.get(i).codePointCount(0, lines.get(i).length());
            if (columns > COLUMNS_MAX) offence(i + 1, "columns=" + columns + " max=" + COLUMNS_MAX);
        }
        if (lines.size() > FILE_LINES_MAX) {
            offence(lines.size(), "file lines=" + lines.size() + " max=" + FILE_LINES_MAX);
        }
    }

    private void names(String code) {
        for (Matcher type = TYPE.matcher(code); type.find(); ) {
            if (VAGUE.matcher(type.group(1)).matches()) {
                offence(line(code, type.start()), "name=" + type.group(1) + " says nothing: a noun, or two classes");
            }
        }
    }

    private void never(Pattern pattern, String text, String rule) {
        for (Matcher found = pattern.matcher(text); found.find(); ) offence(line(text, found.start()), rule);
    }

    /** A block straight inside a type's body is a method, a constructor or an initialiser; its head counts too. */
    private void methods(String code) {
        Deque<Block> open = new ArrayDeque<>();
        int headStart = 0;
        for (int i = 0; i < code.length(); i++) {
            char c = code.charAt(i);
            if (c == '{') {
                open.push(
                        block(code, headStart, i, open.isEmpty() || open.peek().isType()));
            } else if (c == '}' && !open.isEmpty()) {
                Block closed = open.pop();
                int lines = line(code, i) - closed.line() + 1;
                if (closed.isMethod() && lines > METHOD_LINES_MAX) {
                    offence(closed.line(), "method lines=" + lines + " max=" + METHOD_LINES_MAX);
                }
            }
            if (c == '{' || c == '}' || c == ';') headStart = i + 1;
        }
    }

    private record Block(boolean isType, boolean isMethod, int line) {}

    private static Block block(String code, int headStart, int brace, boolean inType) {
        String head = code.substring(headStart, brace);
        boolean isType = TYPE.matcher(head).find();
        boolean isMethod = inType && !isType && !ARRAY.matcher(head).find();
        int blanks = head.length() - head.stripLeading().length();
        return new Block(isType, isMethod, line(code, headStart + blanks));
    }

    private static int line(String text, int position) {
        return 1
                + (int) text.substring(0, position)
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
    }

    private void offence(int line, String rule) {
        offences.add(file + ":" + line + ": " + rule);
    }
}

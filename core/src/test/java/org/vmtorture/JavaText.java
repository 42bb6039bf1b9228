package org.vmtorture;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Java source seen as two texts of the same shape: its code and its comments, the rest of each being blanks. */
final class JavaText {
    private static final Pattern COMMENT_OR_LITERAL = Pattern.compile("(?<comment>//[^\\n]*|/\\*[\\s\\S]*?\\*/)"
            + "|\"\"\"(?:\\\\[\\s\\S]|(?!\"\"\")[^\\\\])*+\"\"\""
            + "|\"(?:\\\\.|[^\"\\\\\\n])*+\""
            + "|'(?:\\\\.|[^'\\\\\\n])*+'");
    private static final Pattern VISIBLE = Pattern.compile("\\S");

    private JavaText() {}

    /** The source without comments, strings and characters. */
    static String code(String source) {
        return COMMENT_OR_LITERAL.matcher(source).replaceAll(found -> blank(found.group()));
    }

    /** The comments alone. */
    static String comments(String source) {
        var text = new StringBuilder();
        int end = 0;
        for (Matcher found = COMMENT_OR_LITERAL.matcher(source); found.find(); end = found.end()) {
            text.append(blank(source.substring(end, found.start())));
            text.append(found.group("comment") == null ? blank(found.group()) : found.group());
        }
        return text.append(blank(source.substring(end))).toString();
    }

    private static String blank(String text) {
        return VISIBLE.matcher(text).replaceAll(" ");
    }
}

package org.vmtorture.export;

import java.util.ArrayList;
import java.util.List;

/** Words in Java sources. */
final class Words {
    private static final int COLUMNS = 100;

    private Words() {}

    /** {@code gup-fast-vs-munmap} as a class is called: {@code GupFastVsMunmap}. */
    static String camel(String name) {
        var camel = new StringBuilder();
        for (String word : name.split("[^A-Za-z0-9]+", -1)) {
            if (!word.isEmpty()) {
                camel.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
            }
        }
        return Character.isLetter(camel.charAt(0)) ? camel.toString() : "Race" + camel;
    }

    /** Text within quotes. */
    static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /** Text as a comment takes it. */
    static String comment(String text) {
        return text.replace("*/", "* /").replace("\\", "/");
    }

    /** As a comment at the margin, in lines. */
    static List<String> wrapped(String text, String indent) {
        List<String> lines = new ArrayList<>();
        var line = new StringBuilder(indent);
        for (String word : comment(text).split("\\s+", -1)) {
            if (line.length() + word.length() >= COLUMNS && line.length() > indent.length()) {
                lines.add(line.toString().stripTrailing());
                line = new StringBuilder(indent);
            }
            line.append(word).append(' ');
        }
        lines.add(line.toString().stripTrailing());
        return lines;
    }

    /** Text as the lines of a text block, ends included. */
    static String block(String text, String indent) {
        var block = new StringBuilder("\"\"\"\n");
        text.lines()
                .forEach(line -> block.append(line.isEmpty() ? "" : indent)
                        .append(line.replace("\\", "\\\\").replace("\"\"\"", "\\\"\"\""))
                        .append('\n'));
        return block.append(indent).append("\"\"\"").toString();
    }
}

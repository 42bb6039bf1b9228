package org.vmtorture.scenario;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigUtil;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The keys of a HOCON text in the order in which they stand, with their lines: the parsed configuration has forgotten
 * the order, and that a key stood twice. Does not fail on text that is no HOCON; the parser says what is wrong with it.
 */
final class Keys {
    static final int NESTING_MAX = 8;

    private final Map<String, Integer> lines = new LinkedHashMap<>();
    private String repeated;
    private int repeatedLine;
    private int includeLine;
    private int substitutionLine;
    private int tooDeepLine;

    private final String text;
    private int at;
    private int line = 1;

    private Keys(String text) {
        this.text = text;
    }

    static Keys of(String text) {
        var keys = new Keys(text);
        keys.measure();
        if (keys.tooDeepLine == 0 && keys.substitutionLine == 0) {
            keys.at = 0;
            keys.line = 1;
            keys.skipBlanks();
            if (keys.is('{')) {
                keys.next();
            }
            keys.object("");
        }
        return keys;
    }

    /** A first look at brackets, for parsers recurse on them, and at substitutions. */
    private void measure() {
        int braces = 0;
        int brackets = 0;
        while (!end()) {
            if (at("#") || at("//")) {
                skipLine();
                continue;
            }
            if (is('"')) {
                skipString();
                continue;
            }
            if (at("${") && substitutionLine == 0) {
                substitutionLine = line;
            }
            braces += is('{') ? 1 : is('}') ? -1 : 0;
            brackets += is('[') ? 1 : is(']') ? -1 : 0;
            if (Math.max(braces, brackets) > NESTING_MAX) {
                tooDeepLine = line;
                return;
            }
            next();
        }
    }

    /** Lines by paths, in file order. */
    Map<String, Integer> lines() {
        return lines;
    }

    /** The path of the first key that stands twice, or null. */
    String repeated() {
        return repeated;
    }

    int repeatedLine() {
        return repeatedLine;
    }

    /** Where something is included; 0 for nowhere. */
    int includeLine() {
        return includeLine;
    }

    /** Where something is substituted; 0 for nowhere. */
    int substitutionLine() {
        return substitutionLine;
    }

    /** Where braces nest deeper than {@link #NESTING_MAX}, so that nothing further was read; 0 for nowhere. */
    int tooDeepLine() {
        return tooDeepLine;
    }

    private boolean end() {
        return at >= text.length();
    }

    private boolean is(char c) {
        return !end() && text.charAt(at) == c;
    }

    private boolean at(String prefix) {
        return !end() && text.startsWith(prefix, at);
    }

    private void next() {
        if (text.charAt(at) == '\n') {
            line++;
        }
        at++;
    }

    private void object(String prefix) {
        while (true) {
            skipBlanks();
            if (end()) {
                return;
            }
            if (is('}')) {
                next();
                return;
            }
            if (isInclude()) {
                includeLine = includeLine == 0 ? line : includeLine;
                skipLine();
                continue;
            }
            int keyLine = line;
            String path = prefix + key();
            if (lines.putIfAbsent(path, keyLine) != null && repeated == null) {
                repeated = path;
                repeatedLine = keyLine;
            }
            value(path);
        }
    }

    /** Whitespace, commas and comments. */
    private void skipBlanks() {
        while (!end()) {
            if (at("#") || at("//")) {
                skipLine();
            } else if (is(',') || Character.isWhitespace(text.charAt(at)) || is('\uFEFF')) {
                next();
            } else {
                return;
            }
        }
    }

    private void skipLine() {
        while (!end() && !is('\n')) {
            next();
        }
    }

    private boolean isInclude() {
        if (!at("include")) {
            return false;
        }
        String rest = text.substring(at + "include".length(), Math.min(text.length(), at + 40));
        return rest.stripLeading().matches("(?s)(\"|url\\(|file\\(|classpath\\(|package\\(|required\\().*");
    }

    private String key() {
        int start = at;
        while (!end() && !is('=') && !is(':') && !is('{') && !is('}') && !at("+=")) {
            if (is('"')) {
                skipString();
            } else {
                next();
            }
        }
        String raw = text.substring(start, at).strip();
        while (is('=') || is(':') || is('+')) {
            next();
        }
        try {
            return String.join(".", ConfigUtil.splitPath(raw));
        } catch (ConfigException noPath) {
            return raw;
        }
    }

    private void value(String path) {
        boolean begun = false;
        while (!end() && !is(',') && !is('}')) {
            if (at("#") || at("//")) {
                skipLine();
            } else if (is('\n')) {
                if (begun) {
                    return;
                }
                next();
            } else if (Character.isWhitespace(text.charAt(at))) {
                next();
            } else {
                begun = true;
                if (is('{')) {
                    next();
                    object(path + ".");
                } else {
                    piece();
                }
            }
        }
    }

    /** A string, a list, or a character of something unquoted. */
    private void piece() {
        if (is('"')) {
            skipString();
        } else if (is('[')) {
            skipList();
        } else {
            next();
        }
    }

    private void skipList() {
        int depth = 0;
        do {
            if (is('[') || is('{')) {
                depth++;
            } else if (is(']') || is('}')) {
                depth--;
            }
            if (at("#") || at("//")) {
                skipLine();
            } else if (is('"')) {
                skipString();
            } else {
                next();
            }
        } while (!end() && depth > 0);
    }

    private void skipString() {
        boolean triple = at("\"\"\"");
        String quote = triple ? "\"\"\"" : "\"";
        for (int i = 0; i < quote.length(); i++) {
            next();
        }
        while (!end() && !at(quote)) {
            if (!triple && is('\\') && at + 1 < text.length()) {
                next();
            }
            next();
        }
        while (is('"')) { // a triple-quoted string may end in more than three
            next();
            if (!triple) {
                return;
            }
        }
    }
}

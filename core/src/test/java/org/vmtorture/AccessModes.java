package org.vmtorture;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The access modes in which sources reach their words, by the names of the fields. */
final class AccessModes {
    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/|//[^\\n]*", Pattern.DOTALL);
    private static final Pattern DECLARED = Pattern.compile("\\b(?:Words|Data) (\\w+)\\b");
    private static final Pattern MODE = Pattern.compile("(get|set)(Plain|Opaque|Acquire|Release|Volatile)");

    private AccessModes() {}

    /** How many places write and read in each mode. */
    record Used(Map<String, Integer> writes, Map<String, Integer> reads) {}

    /** What each field is used for, as {@code Class.field}; without those that are only handed on. */
    static Map<String, Used> of(Map<String, String> sources) {
        var all = new TreeMap<String, Used>();
        sources.forEach((name, source) -> {
            String code = COMMENT.matcher(source).replaceAll(" ");
            DECLARED.matcher(code)
                    .results()
                    .map(match -> match.group(1))
                    .distinct()
                    .forEach(field -> {
                        Used used = used(code, field);
                        if (!used.writes().isEmpty() || !used.reads().isEmpty()) {
                            all.put(name + "." + field, used);
                        }
                    });
        });
        return all;
    }

    private static Used used(String code, String field) {
        var used = new Used(new TreeMap<>(), new TreeMap<>());
        Pattern.compile("(?<!\\.)\\b" + field + "\\s*\\.\\s*(\\w+)\\s*\\(")
                .matcher(code)
                .results()
                .forEach(match -> count(match.group(1), used));
        return used;
    }

    private static void count(String method, Used used) {
        var mode = MODE.matcher(method);
        if (method.equals("load") || method.equals("store")) {
            (method.equals("load") ? used.reads() : used.writes()).merge("plain", 1, Integer::sum);
        } else if (method.equals("compareAndExchange")) {
            used.writes().merge("CAS", 1, Integer::sum);
        } else if (method.startsWith("getAnd")) {
            used.writes().merge("RMW", 1, Integer::sum);
        } else if (mode.matches()) {
            String name = mode.group(2).toLowerCase(Locale.ROOT);
            (mode.group(1).equals("get") ? used.reads() : used.writes()).merge(name, 1, Integer::sum);
        }
    }
}

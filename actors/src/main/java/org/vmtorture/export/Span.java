package org.vmtorture.export;

import java.util.Map;

/** Pages of an area: {@code A}, {@code A/0} or {@code A/0-1}. */
record Span(String area, int first, int pages) {
    /** @param areas pages by name */
    static Span of(String text, Map<String, Integer> areas) {
        String[] parts = text.split("/", 2);
        if (parts.length == 1) {
            return new Span(text, 0, areas.get(text));
        }
        String[] ends = parts[1].split("-", 2);
        int first = Integer.parseInt(ends[0]);
        return new Span(parts[0], first, ends.length == 1 ? 1 : Integer.parseInt(ends[1]) - first + 1);
    }
}

package org.vmtorture.scenario;

import java.util.Arrays;
import java.util.List;

/** Reads {@code search}: {@code exhaustive}, {@code stored-states}, {@code dpor} or {@code preemptions N}. */
final class SearchReader {
    private static final String KEY = "search";

    private final Section root;

    SearchReader(Section root) {
        this.root = root;
    }

    Search read() {
        String[] words = root.text(KEY, "exhaustive").split("\\s+");
        List<String> ids =
                Arrays.stream(Search.Kind.values()).map(Search.Kind::id).toList();
        int kind = ids.indexOf(words[0]);
        if (kind < 0) {
            throw root.place(KEY).wrong("unknown search " + words[0] + "; " + Nearest.remedy(words[0], ids));
        }
        Search.Kind chosen = Search.Kind.values()[kind];
        boolean takesBound = chosen == Search.Kind.PREEMPTIONS;
        boolean wellFormed = takesBound ? words.length == 2 && words[1].matches("[0-9]{1,2}") : words.length == 1;
        if (!wellFormed) {
            throw root.place(KEY)
                    .wrong("search = " + String.join(" ", words) + "; " + (takesBound ? "preemptions 2" : words[0])
                            + " would be right");
        }
        return new Search(chosen, takesBound ? Integer.parseInt(words[1]) : 0);
    }
}

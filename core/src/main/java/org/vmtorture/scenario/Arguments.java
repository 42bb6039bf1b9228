package org.vmtorture.scenario;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words after a verb, taken one by one in the order of its form. */
final class Arguments {
    private static final String NUMBER = "0|[1-9][0-9]{0,4}";
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,31}");
    private static final Pattern PAGES = Pattern.compile("(" + NAME + ")(?:/(" + NUMBER + ")(?:-(" + NUMBER + "))?)?");

    private final String usage;
    private final List<String> words;
    private final Place place;
    private int next;

    Arguments(String usage, List<String> words, Place place) {
        this.usage = usage;
        this.words = words;
        this.place = place;
    }

    /** Whether a word could name a process, an actor or an area. */
    static boolean isName(String word) {
        return NAME.matcher(word).matches() && !Form.RESERVED.contains(word);
    }

    /** A process if one is written, else null: it is if another argument follows that is no option. */
    String process() {
        boolean written = next + 1 < words.size() && !Form.RESERVED.contains(words.get(next + 1));
        return written ? name("process") : null;
    }

    /** A process if any word is left, else null. */
    String lastProcess() {
        return next < words.size() ? name("process") : null;
    }

    String name(String what) {
        String word = word(what);
        if (!isName(word)) {
            throw wrong(word + " is no name of a " + what);
        }
        return word;
    }

    /** AREA, AREA/PAGE or AREA/PAGE-PAGE. */
    Pages pages() {
        String word = word("area");
        Pages pages = pages(word);
        if (pages == null) {
            throw wrong(word + " names no pages");
        }
        return pages;
    }

    /** AREA/PAGE. */
    Pages page() {
        Pages pages = pages();
        if (!pages.single()) {
            throw wrong(pages + " is not one page, as " + pages.area() + "/0 is");
        }
        return pages;
    }

    /** AREA or AREA/PAGE. */
    Pages pageOrArea() {
        Pages pages = pages();
        if (!pages.all() && !pages.single()) {
            throw wrong(pages + " is more than one page");
        }
        return pages;
    }

    /** The pages that a word names, or null if it is not of their form. */
    static Pages pages(String word) {
        Matcher matcher = PAGES.matcher(word);
        if (!matcher.matches() || !isName(matcher.group(1))) {
            return null;
        }
        int first = matcher.group(2) == null ? Pages.ALL : Integer.parseInt(matcher.group(2));
        int last = matcher.group(3) == null ? first : Integer.parseInt(matcher.group(3));
        boolean empty = matcher.group(3) != null && last <= first;
        return empty ? null : new Pages(matcher.group(1), first, last);
    }

    int number(String what) {
        String word = word(what);
        if (!word.matches(NUMBER)) {
            throw wrong(word + " is no number of " + what);
        }
        return Integer.parseInt(word);
    }

    boolean option(String option) {
        boolean given = next < words.size() && words.get(next).equals(option);
        next += given ? 1 : 0;
        return given;
    }

    int failing() {
        return option("failing") ? number("pages") : Form.NO_FAILURE;
    }

    /** No word may be left. */
    void end() {
        if (next < words.size()) {
            throw wrong("too much: " + String.join(" ", words.subList(next, words.size())));
        }
    }

    private String word(String what) {
        if (next == words.size()) {
            throw wrong("the " + what + " is missing");
        }
        return words.get(next++);
    }

    private BadScenario wrong(String what) {
        String verb = usage.split(" ", 2)[0];
        return place.wrong(verb + ": " + what + "; right would be: " + usage);
    }
}

package org.vmtorture.web;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An HTML file of the jar with names in double braces. What takes their place is HTML: words are escaped before. */
final class Template {
    private static final Pattern NAME = Pattern.compile("\\{\\{([a-z]+)}}");

    private final String text;

    Template(String resource) {
        this.text = Assets.text(resource);
    }

    /** The file with each name replaced; a name that it has and the map has not is our mistake. */
    String with(Map<String, String> html) {
        return NAME.matcher(text).replaceAll(name -> {
            String value = html.get(name.group(1));
            assert value != null : "name=" + name.group(1);
            return Matcher.quoteReplacement(value);
        });
    }
}

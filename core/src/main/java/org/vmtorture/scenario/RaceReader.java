package org.vmtorture.scenario;

import java.util.ArrayList;
import java.util.List;

/** Reads the block {@code race}, which makes a scenario an entry of the catalogue. */
final class RaceReader {
    static final List<String> KEYS = List.of("title", "reference", "aliases");

    private static final int TITLE_MAX = 100;

    private final Section section;

    RaceReader(Section section) {
        this.section = section;
    }

    Race read(Scenario scenario) {
        section.knowsOnly(KEYS);
        String title = line("title", "\"io_uring: pages of a buffer ring freed while mapped\"");
        String reference = line("reference", "CVE-2024-0582");
        if (title.length() > TITLE_MAX) {
            throw section.place("title")
                    .wrong("race.title has " + title.length() + " characters; up to " + TITLE_MAX + " would be right");
        }
        return new Race(scenario, title, reference, aliases(scenario.name()));
    }

    private String line(String key, String example) {
        String text = section.text(key, example).replaceAll("\\s+", " ");
        if (text.isEmpty()) {
            throw section.place(key)
                    .wrong("race." + key + " says nothing; " + key + " = " + example + " would be right");
        }
        return text;
    }

    private List<String> aliases(String id) {
        List<String> aliases = new ArrayList<>();
        if (!section.has("aliases")) {
            return aliases;
        }
        for (Section.Item item : section.list("aliases", "[io-uring-pbuf-ring]")) {
            if (!item.text().matches(ScenarioReader.NAME)) {
                throw item.place().wrong("alias " + item.text() + "; lower-case letters, digits and - would be right");
            }
            if (item.text().equals(id) || aliases.contains(item.text())) {
                throw item.place().wrong("alias " + item.text() + " stands twice; once would be right");
            }
            aliases.add(item.text());
        }
        return aliases;
    }
}

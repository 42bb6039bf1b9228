package org.vmtorture.scenario;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vmtorture.oracle.FindingKind;
import org.vmtorture.strategy.StrategyId;

/** Reads {@code expect}: a default and what differs from it. */
final class ExpectationReader {
    private static final List<String> KINDS =
            Arrays.stream(FindingKind.values()).map(FindingKind::id).toList();
    private static final List<String> STRATEGIES =
            Arrays.stream(StrategyId.values()).map(StrategyId::id).toList();

    private final Section section;

    ExpectationReader(Section section) {
        this.section = section;
    }

    Expectation read() {
        for (String key : section.keys()) {
            if (!key.equals(Expectation.DEFAULT) && !STRATEGIES.contains(key)) {
                throw section.place(key).wrong("unknown strategy " + key + "; " + Nearest.remedy(key, keys()));
            }
        }
        Map<StrategyId, Set<FindingKind>> kinds = new EnumMap<>(StrategyId.class);
        for (StrategyId strategy : StrategyId.values()) {
            kinds.put(strategy, kinds(key(strategy)));
        }
        return new Expectation(kinds);
    }

    /** Of a variant that is not named itself, what is expected of the strategy that it is like. */
    private String key(StrategyId strategy) {
        return section.has(strategy.id())
                ? strategy.id()
                : strategy.like().map(this::key).orElse(Expectation.DEFAULT);
    }

    private static List<String> keys() {
        List<String> keys = new ArrayList<>(STRATEGIES);
        keys.add(0, Expectation.DEFAULT);
        return keys;
    }

    private Set<FindingKind> kinds(String key) {
        if (!section.has(key) || !section.isList(key)) {
            String text = section.text(key, Expectation.CLEAN);
            Set<FindingKind> one = EnumSet.noneOf(FindingKind.class);
            if (!text.equals(Expectation.CLEAN)) {
                one.add(kind(text, section.place(key)));
            }
            return one;
        }
        Set<FindingKind> several = EnumSet.noneOf(FindingKind.class);
        List<Section.Item> items = section.list(key, "[leak, retention]");
        for (Section.Item item : items) {
            if (!several.add(kind(item.text(), item.place()))) {
                throw item.place().wrong("kind " + item.text() + " stands twice; once would be right");
            }
        }
        if (several.isEmpty()) {
            throw section.place(key).wrong("expect." + key + " names no kind; clean would be right");
        }
        return several;
    }

    private static FindingKind kind(String text, Place place) {
        int kind = KINDS.indexOf(text);
        if (kind < 0) {
            List<String> known = new ArrayList<>(KINDS);
            known.add(0, Expectation.CLEAN);
            throw place.wrong("unknown kind of finding " + text + "; " + Nearest.remedy(text, known));
        }
        return FindingKind.values()[kind];
    }
}

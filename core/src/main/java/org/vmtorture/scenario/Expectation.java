package org.vmtorture.scenario;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.vmtorture.oracle.FindingKind;
import org.vmtorture.strategy.StrategyId;

/**
 * What a scenario expects of each strategy: nothing, or a finding. Where several kinds stand, at least one of them
 * must be found, and nothing else.
 */
public final class Expectation {
    static final String CLEAN = "clean";
    static final String DEFAULT = "default";

    private final Map<StrategyId, Set<FindingKind>> kinds;

    /** Every strategy must have its set, which is empty for clean. */
    Expectation(Map<StrategyId, Set<FindingKind>> kinds) {
        this.kinds = new EnumMap<>(kinds);
        assert kinds.size() == StrategyId.values().length : "strategies=" + kinds.keySet();
    }

    /** The kinds of which at least one must be found; empty if the strategy must be clean. */
    public Set<FindingKind> of(StrategyId strategy) {
        return Set.copyOf(kinds.get(strategy));
    }

    /** Whether an exploration found what was expected: no surprise in either direction. */
    public boolean isMetBy(StrategyId strategy, Set<FindingKind> found) {
        Set<FindingKind> expected = kinds.get(strategy);
        return expected.isEmpty() ? found.isEmpty() : !found.isEmpty() && expected.containsAll(found);
    }

    /** As {@code expect} in a scenario file: the most frequent as the default, and the others. */
    String text() {
        Map<String, Long> frequencies = kinds.values().stream()
                .collect(Collectors.groupingBy(Expectation::text, TreeMap::new, Collectors.counting()));
        String usual = frequencies.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
        return kinds.entrySet().stream()
                .filter(entry -> !text(entry.getValue()).equals(usual))
                .map(entry -> ", " + entry.getKey().id() + " = " + text(entry.getValue()))
                .collect(Collectors.joining("", "{ " + DEFAULT + " = " + usual, " }"));
    }

    /** As a file says one strategy's: {@code clean}, a kind, or a list of kinds. */
    static String text(Set<FindingKind> expected) {
        if (expected.isEmpty()) {
            return CLEAN;
        }
        String list = EnumSet.copyOf(expected).stream().map(FindingKind::id).collect(Collectors.joining(", "));
        return expected.size() == 1 ? list : "[" + list + "]";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Expectation that && kinds.equals(that.kinds);
    }

    @Override
    public int hashCode() {
        return kinds.hashCode();
    }

    @Override
    public String toString() {
        return text();
    }
}

package org.vmtorture.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vmtorture.oracle.Defect;
import org.vmtorture.oracle.FindingKind;
import org.vmtorture.scenario.Race;
import org.vmtorture.strategy.StrategyId;

/** The catalogue of races as a page in Markdown: race x strategy, what follows from it, and the stories. */
public final class RacesPage {
    private static final String HEAD = """
            # Races

            Bugs that the kernel had, each as a scenario of a few operations, under every strategy.
            `./vmtorture reproduce RACE` explores one in every interleaving and shows its shortest
            trace. A strategy here says how the driver's pages are mapped and counted; the bug itself,
            in a driver or in a kernel path, stays what it was. So the table says which options would
            have prevented a bug, and which would have made it worse.

            This page is what `./vmtorture list races --markdown` prints; a test compares the two. The
            verdicts are those that the races declare, and another test explores every race under every
            strategy and fails if one differs.

            """;

    private final List<Race> races;
    private final List<String> lines = new ArrayList<>();

    private RacesPage(List<Race> races) {
        this.races = races;
    }

    /** The page of these races. */
    public static String of(List<Race> races) {
        return new RacesPage(races).text();
    }

    private String text() {
        table();
        observations();
        stories();
        return HEAD + String.join("\n", lines) + "\n" + leftOut();
    }

    private void table() {
        StrategyId[] strategies = StrategyId.values();
        String names = Stream.of(strategies).map(StrategyId::id).collect(Collectors.joining(" | "));
        lines.add("| race | " + names + " |");
        lines.add("| --- |" + " --- |".repeat(strategies.length));
        for (Race race : races) {
            lines.add("| [" + race.id() + "](#" + race.id() + ") | "
                    + Stream.of(strategies)
                            .map(strategy -> verdict(race, strategy))
                            .collect(Collectors.joining(" | "))
                    + " |");
        }
        lines.add("| clean | "
                + Stream.of(strategies)
                        .map(strategy -> String.valueOf(races.stream()
                                .filter(race -> !shows(race, strategy))
                                .count()))
                        .collect(Collectors.joining(" | "))
                + " |");
        lines.add("");
    }

    private static String verdict(Race race, StrategyId strategy) {
        Set<FindingKind> kinds = race.scenario().expectation().of(strategy);
        return kinds.isEmpty()
                ? "clean"
                : kinds.stream().sorted().map(FindingKind::id).collect(Collectors.joining(", "));
    }

    private static boolean shows(Race race, StrategyId strategy) {
        return !race.scenario().expectation().of(strategy).isEmpty();
    }

    private static Set<StrategyId> shown(Race race) {
        return Stream.of(StrategyId.values())
                .filter(strategy -> shows(race, strategy))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(StrategyId.class)));
    }

    private void observations() {
        lines.add("## What follows");
        lines.add("");
        observe(
                "Any count prevents these: they show under `untracked` alone, where the driver must know who maps"
                        + " its pages",
                race -> shown(race).equals(EnumSet.of(StrategyId.UNTRACKED)));
        observe(
                "No option prevents these: the driver's own object is miscounted or used without a reference, or a"
                        + " flush is missing, whatever counts the pages",
                race -> shown(race).size() == StrategyId.values().length);
        observe(
                "A reference for each VMA is not enough where a page is mapped outside of one, or through another"
                        + " area's: `vm-struct-vma` shows a use after free, and `vm-struct` does not",
                race -> verdictHas(race, StrategyId.VM_STRUCT_VMA, FindingKind.USE_AFTER_FREE)
                        && !verdictHas(race, StrategyId.VM_STRUCT, FindingKind.USE_AFTER_FREE));
        observe(
                "A reference for each VMA prevents these, and a reference for each PTE does not",
                race -> !shows(race, StrategyId.VM_STRUCT_VMA) && shows(race, StrategyId.VM_STRUCT));
        observe(
                "Taking the count out of the page breaks these: they are clean today and with a memdesc for each"
                        + " page, and not where a whole area is counted",
                race -> !shows(race, StrategyId.TODAY)
                        && shows(race, StrategyId.VM_STRUCT)
                        && shows(race, StrategyId.INDIRECTION));
        observe(
                "Counting is what goes wrong in these: `untracked` is clean, for there is no count to get wrong",
                race -> !shows(race, StrategyId.UNTRACKED));
        observe(
                "Counting shows these sooner: a resurrection is reported where `untracked` goes on to a use after free",
                race -> verdictHas(race, StrategyId.TODAY, FindingKind.RESURRECTION)
                        && verdictHas(race, StrategyId.UNTRACKED, FindingKind.USE_AFTER_FREE));
    }

    private static boolean verdictHas(Race race, StrategyId strategy, FindingKind kind) {
        return race.scenario().expectation().of(strategy).contains(kind);
    }

    /** A sentence, the races of which it is true, and the command that shows the first of them. */
    private void observe(String what, Predicate<Race> which) {
        List<Race> such = races.stream().filter(which).toList();
        if (!such.isEmpty()) {
            lines.add("- " + what + " (" + such.size() + " of " + races.size() + "): "
                    + such.stream().map(Race::id).collect(Collectors.joining(", ")) + ". `./vmtorture reproduce "
                    + such.get(0).id() + "`");
        }
    }

    private void stories() {
        lines.add("");
        lines.add("## The races");
        lines.add("");
        for (Race race : races) {
            lines.add("### " + race.id());
            lines.add("");
            lines.add("**" + race.title() + "** (" + race.reference() + "; also `" + String.join("`, `", race.aliases())
                    + "`)");
            lines.add("");
            lines.add(race.story());
            lines.add("");
            Defect defect = race.scenario().defect();
            String broken = defect == Defect.NONE
                    ? "Nothing is broken but the driver's trust in its pages."
                    : "Broken: `" + defect.id() + "`, " + defect.story() + ".";
            lines.add(broken + " `./vmtorture reproduce " + race.id() + "`");
            lines.add("");
        }
    }

    private static String leftOut() {
        try (InputStream in = RacesPage.class.getResourceAsStream("/races/left-out.md")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package org.vmtorture.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vmtorture.report.Heap;
import org.vmtorture.report.Text;
import org.vmtorture.soak.Leg;
import org.vmtorture.soak.OracleProof;
import org.vmtorture.soak.Progress;

/**
 * One of the present numbers, for the table that page and script share.
 *
 * @param key by which the script finds its cell
 * @param alarming whether it is something to act on; the value then says so in words too
 */
record Fact(String key, String label, String value, boolean alarming) {
    /** All of them, in the order in which they are read; always the same keys. */
    static List<Fact> of(Snapshot now) {
        List<Fact> facts = new ArrayList<>();
        facts.add(fact("mode", "mode", "soak"));
        facts.add(fact("state", "state", now.state()));
        facts.add(fact("leg", "strategy, drivers", leg(now)));
        facts.add(fact("legs", "leg", place(now)));
        Optional<Progress> progress = now.progress();
        facts.add(number(
                progress, "time", "elapsed / total", p -> Text.clock(p.nanos()) + " / " + Text.clock(p.totalNanos())));
        facts.add(number(progress, "ops", "operations", p -> Text.count(p.operations())));
        facts.add(number(progress, "rate", "rate", p -> Text.count(p.operationsPerSecond()) + "/s"));
        facts.add(number(
                progress,
                "findings",
                "findings unique / all",
                p -> p.uniqueFindings() + " / " + Text.exact(p.findings())));
        facts.add(number(progress, "windows", "windows entered", p -> Text.count(p.windowsEntered())));
        facts.add(number(
                progress,
                "pages",
                "pages retained / live",
                p -> p.retainedPages() + " / " + Text.exact(p.livePages())));
        facts.add(number(progress, "audits", "audits of this leg", p -> Text.exact(p.audits())));
        facts.add(number(
                progress, "situations", "situations reached", p -> p.situationsReached() + " of " + p.situations()));
        facts.add(stuck(progress));
        facts.add(oracles(now.proof()));
        long heap = Heap.afterGc();
        facts.add(fact("heap", "heap after GC", heap == 0 ? "not collected yet" : Text.bytes(heap)));
        return facts;
    }

    private interface Words {
        String of(Progress progress);
    }

    private static Fact fact(String key, String label, String value) {
        return new Fact(key, label, Text.printable(value), false);
    }

    private static Fact number(Optional<Progress> progress, String key, String label, Words words) {
        return fact(key, label, progress.map(words::of).orElse("-"));
    }

    private static String leg(Snapshot now) {
        return now.running().map(Fact::name).orElse("-");
    }

    static String name(Leg leg) {
        return leg.strategy().id() + ", " + leg.drivers();
    }

    private static String place(Snapshot now) {
        return now.running()
                .map(leg -> (leg.index() + 1) + " of " + now.legs().size())
                .orElse("-");
    }

    private static Fact stuck(Optional<Progress> progress) {
        int stuck = progress.map(Progress::stuck).orElse(0);
        return stuck == 0
                ? fact("stuck", "actors stuck", "0")
                : new Fact("stuck", "actors stuck", stuck + ": no burst finished for long", true);
    }

    private static Fact oracles(Optional<OracleProof> proof) {
        if (proof.isEmpty()) {
            return fact("oracles", "oracles alive", "-");
        }
        int proven = proof.get().proven().size();
        int missed = proof.get().missed().size();
        String value = proven + " of " + (proven + missed);
        return missed == 0
                ? fact("oracles", "oracles alive", value)
                : new Fact("oracles", "oracles alive", value + ": no verdict will be clean", true);
    }
}

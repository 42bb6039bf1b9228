package org.vmtorture.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.vmtorture.memory.ScheduledMemory;
import org.vmtorture.mm.MachineSize;
import org.vmtorture.mm.Shootdown;
import org.vmtorture.op.GupMode;
import org.vmtorture.op.Kernel;
import org.vmtorture.oracle.Defect;
import org.vmtorture.strategy.StrategyId;

/** Reads which ordering a scenario leaves out: {@code [pte release]}. */
final class WeakeningReader {
    private static final String EXAMPLE = "[pte release]";

    private static final MachineSize SMALLEST =
            new MachineSize(16, 1, 1, MachineSize.PTRS_PER_TABLE, 4, 2, 4, Shootdown.BROADCAST);

    private final Section root;

    WeakeningReader(Section root) {
        this.root = root;
    }

    List<Weakening> read() {
        List<Weakening> all = new ArrayList<>();
        for (Section.Item item : root.list("weaken", EXAMPLE)) {
            Weakening weakening = weakening(item);
            if (all.contains(weakening)) {
                throw item.place().wrong("weaken has " + weakening + " twice; once would be right");
            }
            all.add(weakening);
        }
        if (all.isEmpty()) {
            throw root.place("weaken").wrong("weaken = []; " + EXAMPLE + " or no such key would be right");
        }
        return all;
    }

    private static Weakening weakening(Section.Item item) {
        String[] words = item.text().split("\\s+", -1);
        if (words.length == 2) {
            for (Weakening.Side side : Weakening.Side.values()) {
                if (words[1].equals(side.toString())) {
                    return new Weakening(row(words[0], item.place()), side);
                }
            }
        }
        throw item.place().wrong(item.text() + " weakens nothing; ROW acquire or ROW release would be right");
    }

    private static String row(String name, Place place) {
        Set<String> rows = rows();
        if (!rows.contains(name)) {
            throw place.wrong("unknown row " + name + "; " + Nearest.remedy(name, rows));
        }
        return name;
    }

    /** Of words that carry ordering, under any strategy; each strategy lays out what it needs. */
    private static Set<String> rows() {
        var rows = new TreeSet<String>();
        for (StrategyId strategy : StrategyId.values()) {
            var memory = new ScheduledMemory();
            Kernel.boot(memory, SMALLEST, 1, strategy, GupMode.FAST, Defect.NONE, null);
            memory.rows().stream()
                    .filter(row -> row.kind() == ScheduledMemory.Kind.WORDS || row.kind() == ScheduledMemory.Kind.LOCKS)
                    .forEach(row -> rows.add(row.name()));
        }
        return rows;
    }
}

package org.vmtorture.report;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.vmtorture.oracle.FindingKind;
import org.vmtorture.soak.Finding;

/** Findings of one soak that likely have one cause: a machine that is broken goes on breaking, under many titles. */
final class Likeness {
    private static final int MAX = 20;
    private static final Set<FindingKind> COUNTS =
            EnumSet.of(FindingKind.UNDERFLOW, FindingKind.OVERFLOW, FindingKind.RESURRECTION);

    private Likeness() {}

    /**
     * The ids of those of the same kind in the same leg that were met by the same function, or freed by the same one,
     * or are about a count, which any function may come across.
     */
    static List<String> of(Finding finding, Collection<Finding> all) {
        return all.stream()
                .filter(other -> !other.id().equals(finding.id()) && isLike(finding, other))
                .map(Finding::id)
                .limit(MAX)
                .toList();
    }

    private static boolean isLike(Finding one, Finding other) {
        boolean sameLeg = one.strategy() == other.strategy()
                && one.careless() == other.careless()
                && one.defect().equals(other.defect());
        boolean sameFreer =
                !function(one.freed()).isEmpty() && function(one.freed()).equals(function(other.freed()));
        boolean ofCount = one.pfn() < 0 && other.pfn() < 0 && COUNTS.contains(one.kind());
        return sameLeg && one.kind() == other.kind() && (one.op() == other.op() || sameFreer || ofCount);
    }

    /** Of "driver-1, vfree" the vfree. */
    private static String function(String by) {
        return by.substring(by.lastIndexOf(' ') + 1);
    }

    /** What is said of one that was not brought down: which of its like was. */
    static Repro with(Repro repro, List<String> alike, Map<String, Repro> repros) {
        Predicate<String> cameDown =
                id -> repros.containsKey(id) && repros.get(id).steps() > 0;
        if (repro.steps() > 0 || repro.how().isEmpty()) {
            return repro;
        }
        return alike.stream()
                .filter(cameDown)
                .findFirst()
                .map(id -> new Repro(
                        repro.how() + "; " + id + ", which is like it, was: "
                                + repros.get(id).how(),
                        0,
                        ""))
                .orElse(repro);
    }
}

package org.vmtorture.oracle;

/**
 * Deliberate defects: each breaks one step of a strategy or of a kernel path, so that an oracle has something to
 * find. A tester that has never caught one has shown nothing.
 */
public enum Defect {
    NONE("none", null, "today", "every step in its place"),
    PUT_BEFORE_FLUSH(
            "put-before-flush", FindingKind.STALE_TLB, "today", "munmap drops page references before the TLB flush"),
    NO_PTE_RECHECK(
            "no-pte-recheck",
            FindingKind.WRONG_OBJECT,
            "today",
            "GUP-fast does not look at the PTE again after its get"),
    UNCONDITIONAL_GET(
            "unconditional-get", FindingKind.RESURRECTION, "vm-struct", "GUP-fast gets without looking for zero"),
    FORK_WITHOUT_GET(
            "fork-without-get", FindingKind.USE_AFTER_FREE, "today", "fork copies PTEs and takes no reference"),
    MREMAP_GETS_AGAIN(
            "mremap-gets-again", FindingKind.LEAK, "today", "mremap takes a reference for each PTE that it moves"),
    INLINE_FINAL_FREE(
            "inline-final-free", FindingKind.BAD_CONTEXT, "vm-struct", "the last put frees the area where it stands"),
    DOUBLE_VFREE(
            "double-vfree", FindingKind.DOUBLE_FREE, "today", "a driver's close path frees its area a second time"),
    ZAP_WITHOUT_PUT("zap-without-put", FindingKind.LEAK, "kmem-memdesc", "zap forgets the last page of a range"),
    DOUBLE_PUT_ON_ERROR(
            "double-put-on-error", FindingKind.UNDERFLOW, "vm-struct", "a mapping that fails half-way is put twice"),
    REFERENCE_FLOOD(
            "reference-flood",
            FindingKind.OVERFLOW,
            "vm-struct",
            "someone has taken nearly all references a count can hold"),
    WALK_WITHOUT_TYPE_TEST(
            "walk-without-type-test", FindingKind.TYPE_CONFUSION, "vm-struct", "a walker takes every page for a folio"),
    LOST_DEFERRED_FREE(
            "lost-deferred-free",
            FindingKind.RETENTION,
            "vm-struct",
            "the worker reads and clears its list in two steps"),
    IRQS_LEFT_OFF("irqs-left-off", FindingKind.LIVELOCK, "today", "GUP-fast backs off and leaves interrupts off"),
    LOOKUP_WITHOUT_REFERENCE(
            "lookup-without-reference",
            FindingKind.USE_AFTER_FREE,
            "untracked",
            "mmap looks a region up and maps it without a reference (CVE-2026-64582)");

    private final String id;
    private final FindingKind kind;
    private final String strategy;
    private final String story;

    Defect(String id, FindingKind kind, String strategy, String story) {
        this.id = id;
        this.kind = kind;
        this.strategy = strategy;
        this.story = story;
    }

    public String id() {
        return id;
    }

    /** What the oracle must report; null for {@link #NONE}. */
    public FindingKind kind() {
        return kind;
    }

    /** The strategy on which it shows best, by its id. */
    public String strategy() {
        return strategy;
    }

    /** In a few words, what is broken. */
    public String story() {
        return story;
    }
}

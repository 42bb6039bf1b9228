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
            "mmap looks a region up and maps it without a reference (CVE-2026-64582)"),
    PUBLISH_BEFORE_GET(
            "publish-before-get",
            FindingKind.RESURRECTION,
            "today",
            "a page fault publishes the PTE, and then takes its reference",
            "its drivers map whole areas in mmap, and have no fault handler"),
    OPEN_AFTER_COPY(
            "open-after-copy",
            FindingKind.UNDERFLOW,
            "vm-struct-vma",
            "fork copies a VMA's PTEs before it calls open(), and a failed fork closes what was not opened"),
    OPEN_WITHOUT_GET(
            "open-without-get",
            FindingKind.UNDERFLOW,
            "today",
            "a driver's open() does not count the VMA that a split, a fork or a move makes"),
    CLOSE_SKIPS_PIECE(
            "close-skips-piece",
            FindingKind.LEAK,
            "today",
            "a driver's close() counts only VMAs of the whole region, not pieces (CVE-2025-38563)"),
    ERROR_WITHOUT_PUT(
            "error-without-put",
            FindingKind.LEAK,
            "today",
            "an mmap that fails keeps the reference that it has counted"),
    PUT_BEFORE_ZAP(
            "put-before-zap",
            FindingKind.USE_AFTER_FREE,
            "untracked",
            "an mmap that fails half-way drops its region before the PTEs that it has made are zapped"),
    MEMDESC_CLEARED_LATE(
            "memdesc-cleared-late",
            FindingKind.TYPE_CONFUSION,
            "page-memdesc",
            "the last put frees a page first and clears its memdesc word after"),
    NODE_IN_PAGE(
            "node-in-page",
            FindingKind.TYPE_CONFUSION,
            "today",
            "vfree_atomic keeps its list's node in the first page, which user space can write"),
    LOOKUP_GETS_FROM_ZERO(
            "lookup-gets-from-zero",
            FindingKind.RESURRECTION,
            "today",
            "whoever finds a region gets it without looking for zero"),
    PUT_THEN_GET(
            "put-then-get",
            FindingKind.RESURRECTION,
            "today",
            "mmap drops its reference and then takes one for the VMA"),
    FIRST_CLOSE_FREES(
            "first-close-frees",
            FindingKind.USE_AFTER_FREE,
            "untracked",
            "a driver's close() frees the area with the first VMA that goes, though a split has made two"),
    FLUSH_FORGOTTEN(
            "flush-forgotten", FindingKind.STALE_TLB, "today", "zap puts what it has unmapped and flushes no TLB"),
    COUNTS_ANOTHER(
            "counts-another",
            FindingKind.USE_AFTER_FREE,
            "untracked",
            "a driver counts the VMA on another region than the one that it maps",
            "its drivers do not swap regions"),
    RETRIES_DYING(
            "retries-dying",
            FindingKind.LIVELOCK,
            "today",
            "mmap tries again until a dying region's count can be taken, which it never can",
            "a spinning mmap holds up the soak's own threads"),
    SAVED_VMA(
            "saved-vma",
            FindingKind.LEAK,
            "today",
            "a driver inserts pages into the VMA that it saved at mmap, and does not look whether it is still there",
            "its drivers insert no pages after mmap"),
    ZAPS_SAVED_VMA(
            "zaps-saved-vma",
            FindingKind.USE_AFTER_FREE,
            "untracked",
            "before it frees, a driver unmaps the VMA that it saved at mmap, and not the copies that forks have made",
            "its drivers do not unmap what processes have mapped"),
    UNLINK_BEFORE_FLUSH(
            "unlink-before-flush",
            FindingKind.STALE_TLB,
            "untracked",
            "munmap takes the VMA from unmap_mapping_range's sight before the TLB flush (CVE-2022-39188)",
            "its drivers do not unmap what processes have mapped"),
    MREMAP_UNLOCKS_EARLY(
            "mremap-unlocks-early",
            FindingKind.STALE_TLB,
            "today",
            "mremap drops the PTE locks before it flushes the old address (CVE-2018-18281)",
            "only unmap_mapping_range zaps beside mremap, and its drivers do not call it"),
    FOLLOWS_PFN(
            "follows-pfn",
            FindingKind.USE_AFTER_FREE,
            "untracked",
            "a pin is granted of a special PTE by its PFN, though nothing counts it (CVE-2021-22543)"),
    SPECIAL_BIT_LOST(
            "special-bit-lost",
            FindingKind.UNDERFLOW,
            "untracked",
            "a PTE cannot hold the special bit, and zap takes the page for a counted one (CVE-2026-64181)"),
    LEGACY_GET_PAGE(
            "legacy-get-page",
            FindingKind.USE_AFTER_FREE,
            "vm-struct",
            "get_page on a page that another object counts does nothing, and the caller relies on it",
            "nobody splices from its drivers"),
    NO_BOUNDS_CHECK(
            "no-bounds-check",
            FindingKind.USE_AFTER_FREE,
            "untracked",
            "mmap does not compare the offset with the region's size",
            "its processes ask for no offsets out of bounds");

    private final String id;
    private final FindingKind kind;
    private final String strategy;
    private final String story;
    private final String absence; // why no soak can show it; empty if one can

    Defect(String id, FindingKind kind, String strategy, String story) {
        this(id, kind, strategy, story, "");
    }

    Defect(String id, FindingKind kind, String strategy, String story, String absence) {
        this.id = id;
        this.kind = kind;
        this.strategy = strategy;
        this.story = story;
        this.absence = absence;
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

    /** Whether real threads meet it in a soak, and its oracle is proved on a fixed script. */
    public boolean soaks() {
        return absence.isEmpty();
    }

    /** What a soak would need to show it and has not; empty if it has. */
    public String absence() {
        return absence;
    }
}

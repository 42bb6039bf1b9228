package org.vmtorture.mm;

import org.vmtorture.memory.SharedMemory;
import org.vmtorture.memory.Words;

/**
 * All address spaces' VMAs, in slots. Every access is under that space's mmap_lock, writes under its write side; but
 * munmap frees detached slots after it has downgraded, so their first words are opaque.
 */
public final class Vmas {
    public static final int NONE = -1;

    /* A VMA is three words.
     *   [0] bits  0-23 start page, 24-47 end page (exclusive), 48-62 flags, 63 PRESENT; 0 = free slot
     *   [1] bits  0-31 the driver's region, 32-63 offset into the area in pages
     *   [2] bits  0-31 object on which the strategy holds this VMA's reference + 1, 0 if none; 32-63 the region's
     *             life */
    public static final long PRESENT = 1L << 63;

    public static final long COUNTED = 1L << 48; // the driver counts this VMA in open() and close()
    public static final long WRITE = 1L << 49;
    public static final long PFNMAP = 1L << 50; // PTEs are special: GUP refuses
    private static final long DETACHED = 1L << 51; // munmap has taken it out of the tree; only munmap still sees it
    public static final long READ = 1L << 52; // without it the mapping is PROT_NONE
    public static final long MIXEDMAP = 1L << 53; // pages that a driver inserted: fork copies their PTEs
    public static final long DONTCOPY = 1L << 54; // fork leaves the VMA out
    public static final long DONTEXPAND = 1L << 55; // mremap may not grow or duplicate it
    public static final long DONTDUMP = 1L << 56; // not in core dumps; here for completeness of the flags alone
    public static final long FAULT = 1L << 57; // vm_ops->fault supplies pages when they are touched
    public static final long NOSPLIT = 1L << 58; // vm_ops->may_split says no
    public static final long PAGE_REFS = 1L << 59; // open() and close() get and put each page of the VMA
    public static final long MAPPING = 1L << 60; // the driver's fault handler sets page->mapping, which futexes need

    /** Flags that mprotect changes. */
    public static final long PROTECTION = READ | WRITE;

    private static final long FLAGS = COUNTED
            | WRITE
            | PFNMAP
            | READ
            | MIXEDMAP
            | DONTCOPY
            | DONTEXPAND
            | DONTDUMP
            | FAULT
            | NOSPLIT
            | PAGE_REFS
            | MAPPING;

    private static final int WORDS = 3;
    private static final long PAGE_MASK = (1L << 24) - 1;

    private final Words words;
    private final int perMm;
    private final int pagesPerMm;

    Vmas(SharedMemory memory, int mms, int perMm, int pagesPerMm) {
        this.words = memory.words("vma", mms * perMm * WORDS);
        this.perMm = perMm;
        this.pagesPerMm = pagesPerMm;
    }

    /** How many slots an address space has; each may be free. */
    public int slots() {
        return perMm;
    }

    /** The first word of a slot, 0 if the slot is free; decode with {@link #start}, {@link #end} and {@link #flags}. */
    public long range(int mm, int slot) {
        long range = words.getOpaque((mm * perMm + slot) * WORDS);
        return (range & DETACHED) == 0 ? range : 0;
    }

    /** Takes a VMA out of the tree; its other words stay until {@link #remove}. Under mmap_lock held for write. */
    public void detach(int mm, int slot) {
        int word = (mm * perMm + slot) * WORDS;
        words.setOpaque(word, words.getOpaque(word) | DETACHED);
    }

    /** The range of a detached VMA, 0 if the slot is free or holds one that is in the tree. For whoever detached it. */
    public long detached(int mm, int slot) {
        long range = words.getOpaque((mm * perMm + slot) * WORDS);
        return (range & DETACHED) != 0 ? range & ~DETACHED : 0;
    }

    private boolean isFree(int mm, int slot) {
        return words.getOpaque((mm * perMm + slot) * WORDS) == 0;
    }

    public int region(int mm, int slot) {
        return (int) words.getPlain((mm * perMm + slot) * WORDS + 1);
    }

    public int pgoff(int mm, int slot) {
        return (int) (words.getPlain((mm * perMm + slot) * WORDS + 1) >>> 32);
    }

    /** The object on which the strategy holds a reference for this VMA, or -1. */
    public int object(int mm, int slot) {
        return (int) words.getPlain((mm * perMm + slot) * WORDS + 2) - 1;
    }

    public int regionLife(int mm, int slot) {
        return (int) (words.getPlain((mm * perMm + slot) * WORDS + 2) >>> 32);
    }

    public static int start(long range) {
        return (int) (range & PAGE_MASK);
    }

    public static int end(long range) {
        return (int) (range >>> 24 & PAGE_MASK);
    }

    public static long flags(long range) {
        return range & FLAGS;
    }

    public static int pages(long range) {
        return end(range) - start(range);
    }

    /** Enters a VMA and returns its slot, or {@link #NONE} if the address space has no slot left. */
    public int insert(int mm, int start, int end, long flags, int region, int regionLife, int pgoff, int object) {
        for (int slot = 0; slot < perMm; slot++) {
            if (isFree(mm, slot)) {
                int word = (mm * perMm + slot) * WORDS;
                words.setOpaque(word, PRESENT | flags | (long) end << 24 | start);
                words.setPlain(word + 1, (long) pgoff << 32 | region);
                words.setPlain(word + 2, (long) regionLife << 32 | (object + 1));
                return slot;
            }
        }
        return NONE;
    }

    /** Moves a VMA's borders: inwards as a split leaves them, or the end outwards as mremap may. */
    public void resize(int mm, int slot, int start, int end) {
        int word = (mm * perMm + slot) * WORDS;
        long range = words.getOpaque(word);
        long pgoff = words.getPlain(word + 1) + ((long) (start - start(range)) << 32);
        words.setOpaque(word, range & (PRESENT | FLAGS) | (long) end << 24 | start);
        words.setPlain(word + 1, pgoff);
    }

    /** Gives a VMA other flags; under mmap_lock held for write. */
    public void setFlags(int mm, int slot, long flags) {
        int word = (mm * perMm + slot) * WORDS;
        words.setOpaque(word, words.getOpaque(word) & ~FLAGS | flags);
    }

    public void remove(int mm, int slot) {
        words.setOpaque((mm * perMm + slot) * WORDS, 0);
    }

    /** The VMA that covers a page, or {@link #NONE}: find_vma. */
    public int find(int mm, int page) {
        for (int slot = 0; slot < perMm; slot++) {
            long range = range(mm, slot);
            if (range != 0 && page >= start(range) && page < end(range)) {
                return slot;
            }
        }
        return NONE;
    }

    /** A VMA that overlaps the pages from {@code start} to {@code end}, or {@link #NONE}. */
    public int overlapping(int mm, int start, int end) {
        for (int slot = 0; slot < perMm; slot++) {
            long range = range(mm, slot);
            if (range != 0 && start(range) < end && start < end(range)) {
                return slot;
            }
        }
        return NONE;
    }

    /** A free range of pages at or after {@code hint}, wrapping round once; {@link #NONE} if there is none. */
    public int unmappedArea(int mm, int pages, int hint) {
        int start = hint + pages <= pagesPerMm ? hint : 0;
        boolean wrapped = start == 0;
        while (start + pages <= pagesPerMm || !wrapped) {
            if (start + pages > pagesPerMm) {
                start = 0;
                wrapped = true;
                continue;
            }
            int taken = overlapping(mm, start, start + pages);
            if (taken == NONE) {
                return start;
            }
            start = end(range(mm, taken));
        }
        return NONE;
    }

    /** How many slots are free. */
    public int free(int mm) {
        int free = 0;
        for (int slot = 0; slot < perMm; slot++) {
            if (isFree(mm, slot)) {
                free++;
            }
        }
        return free;
    }
}

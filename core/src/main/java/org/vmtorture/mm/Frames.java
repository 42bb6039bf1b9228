package org.vmtorture.mm;

import org.vmtorture.memory.Data;
import org.vmtorture.memory.SharedMemory;
import org.vmtorture.memory.Words;

/** Physical memory: per frame its memdesc word, its content and the truth about it. */
public final class Frames {
    private final Words memdescs;
    private final Words truths;
    private final Data contents;

    Frames(SharedMemory memory, int count) {
        this.memdescs = memory.words("page.memdesc", count);
        this.truths = memory.words("truth", count);
        this.contents = memory.data("page", count);
    }

    public int count() {
        return memdescs.length();
    }

    /** The memdesc word; acquire, so that the descriptor it names was initialised before. */
    public long memdesc(int pfn) {
        return memdescs.getAcquire(pfn);
    }

    /** Writes the word of a page that the caller owns; release, after the descriptor that it names. */
    public void memdesc(int pfn, long word) {
        memdescs.setRelease(pfn, word);
    }

    Words memdescs() {
        return memdescs;
    }

    /** The truth; volatile, so that an oracle never reads an older life than its own access saw. */
    public long truth(int pfn) {
        return truths.getVolatile(pfn);
    }

    /** Frees in truth; false if the frame was free already. */
    boolean setFreed(int pfn, int cpu, Op op) {
        for (long seen = truths.getVolatile(pfn); Truth.isAllocated(seen); ) {
            long witness = truths.compareAndExchange(pfn, seen, Truth.freed(seen, cpu, op));
            if (witness == seen) {
                return true;
            }
            seen = witness;
        }
        return false;
    }

    void setAllocated(int pfn, FrameOwner owner, int cpu, Op op) {
        long seen = truths.getVolatile(pfn);
        assert !Truth.isAllocated(seen) : "allocated twice: pfn=" + pfn;
        truths.setVolatile(pfn, Truth.allocated(seen, owner, cpu, op));
    }

    /** A load of a page's content through some translation; plain, as a user's or a device's would be. */
    public long load(int pfn) {
        return contents.load(pfn);
    }

    public void store(int pfn, long value) {
        contents.store(pfn, value);
    }
}

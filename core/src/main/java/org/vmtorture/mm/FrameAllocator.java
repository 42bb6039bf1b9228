package org.vmtorture.mm;

import org.vmtorture.memory.SharedMemory;
import org.vmtorture.memory.Words;

/**
 * The page allocator: per-CPU caches over a shared stack, last in, first out, so that a frame freed too early is soon
 * somebody else's. A machine of few frames has no caches: there it is at once anybody's. Blocks of
 * 2^{@link #BLOCK_ORDER} frames, for drivers that call {@code alloc_pages}, come from a zone of their own at the end of
 * memory.
 */
public final class FrameAllocator {
    public static final int NONE = -1;
    public static final int BLOCK_ORDER = 2; // 16 KiB, a packet ring's block
    public static final int BLOCK_PAGES = 1 << BLOCK_ORDER;

    private static final int CACHE_SIZE = 32; // frames a CPU keeps, as pcp->high
    private static final int CACHE_BATCH = 16; // moved at a time, as pcp->batch
    private static final int CACHED_FROM =
            64; // frames from which on CPUs keep some; else the first would keep them all
    private static final int CACHE_STRIDE = 48; // words per CPU: the count, the frames, and padding
    private static final int BLOCK_ZONE_SHARE = 8; // an eighth of memory is kept for blocks

    private final Frames frames;
    private final IdPool pages;
    private final IdPool blocks;
    private final int firstBlockPfn;
    private final boolean cached;
    private final Words caches; // [cpu * CACHE_STRIDE]: count, then that many pfns; plain, for its CPU alone

    FrameAllocator(SharedMemory memory, Frames frames, int cpus) {
        this.frames = frames;
        int blockCount = blocks(frames.count());
        this.firstBlockPfn = frames.count() - blockCount * BLOCK_PAGES;
        if (firstBlockPfn < 1) {
            throw new IllegalArgumentException("frames=" + frames.count() + " must be at least " + 2 * BLOCK_PAGES);
        }
        // a free frame's memdesc word holds its link, as struct page does in the buddy allocator
        this.pages = new IdPool(memory, "buddy", firstBlockPfn, frames.memdescs(), Memdesc.BUDDY);
        this.blocks = new IdPool(memory, "buddy.block", blockCount);
        this.cached = frames.count() >= CACHED_FROM;
        this.caches = memory.words("pcp", cpus * CACHE_STRIDE);
    }

    /** How many blocks a machine of so many frames has; the frames that are left are single ones. */
    public static int blocks(int frames) {
        return Math.max(1, frames / BLOCK_ZONE_SHARE / BLOCK_PAGES);
    }

    /** Allocates one frame in truth and tags its memdesc word; {@link #NONE} if memory is used up. */
    public int alloc(Cpu cpu, FrameOwner owner, Op op) {
        int pfn = cached ? takeCached(cpu) : pages.take();
        if (pfn == NONE) {
            return NONE;
        }
        frames.setAllocated(pfn, owner, cpu.id(), op);
        frames.memdesc(pfn, Memdesc.of(Memdesc.neighbour(owner), 0));
        return pfn;
    }

    private int takeCached(Cpu cpu) {
        int cache = cpu.id() * CACHE_STRIDE;
        long count = caches.getPlain(cache);
        if (count == 0) {
            count = refill(cache);
            if (count == 0) {
                return NONE;
            }
        }
        int pfn = (int) caches.getPlain(cache + (int) count);
        caches.setPlain(cache, count - 1);
        return pfn;
    }

    private long refill(int cache) {
        int count = 0;
        while (count < CACHE_BATCH) {
            int pfn = pages.take();
            if (pfn == IdPool.NONE) {
                break;
            }
            count++;
            caches.setPlain(cache + count, pfn);
        }
        caches.setPlain(cache, count);
        return count;
    }

    /** Frees one frame; false if it was free already: then nothing is changed, and the caller reports a double free. */
    public boolean free(Cpu cpu, int pfn, Op op) {
        if (!frames.setFreed(pfn, cpu.id(), op)) {
            return false;
        }
        frames.memdesc(pfn, Memdesc.of(Memdesc.BUDDY, 0));
        if (cached) {
            giveCached(cpu, pfn);
        } else {
            pages.give(pfn);
        }
        return true;
    }

    private void giveCached(Cpu cpu, int pfn) {
        int cache = cpu.id() * CACHE_STRIDE;
        long count = caches.getPlain(cache);
        if (count == CACHE_SIZE) {
            while (count > CACHE_SIZE - CACHE_BATCH) {
                pages.give((int) caches.getPlain(cache + (int) count));
                count--;
            }
        }
        caches.setPlain(cache + (int) count + 1, pfn);
        caches.setPlain(cache, count + 1);
    }

    /** Allocates a block of {@link #BLOCK_PAGES} frames and returns its head, or {@link #NONE}. */
    public int allocBlock(Cpu cpu, Op op) {
        int block = blocks.take();
        if (block == IdPool.NONE) {
            return NONE;
        }
        int head = firstBlockPfn + block * BLOCK_PAGES;
        for (int pfn = head; pfn < head + BLOCK_PAGES; pfn++) {
            frames.setAllocated(pfn, FrameOwner.DRIVER, cpu.id(), op);
            frames.memdesc(pfn, Memdesc.of(Memdesc.MISC, 0));
        }
        return head;
    }

    /** Frees a block by its head; false, and nothing changed, if its head was free already. */
    public boolean freeBlock(Cpu cpu, int head, Op op) {
        assert isBlockHead(head) : "not a block's head: pfn=" + head;
        if (!frames.setFreed(head, cpu.id(), op)) {
            return false;
        }
        frames.memdesc(head, Memdesc.of(Memdesc.BUDDY, 0));
        for (int pfn = head + 1; pfn < head + BLOCK_PAGES; pfn++) {
            frames.setFreed(pfn, cpu.id(), op);
            frames.memdesc(pfn, Memdesc.of(Memdesc.BUDDY, 0));
        }
        blocks.give((head - firstBlockPfn) >> BLOCK_ORDER);
        return true;
    }

    public boolean inBlockZone(int pfn) {
        return pfn >= firstBlockPfn;
    }

    public boolean isBlockHead(int pfn) {
        return pfn >= firstBlockPfn && (pfn - firstBlockPfn & BLOCK_PAGES - 1) == 0;
    }

    /** The head of the block in which a frame of the block zone lies. */
    public int blockHead(int pfn) {
        assert inBlockZone(pfn) : "not in the block zone: pfn=" + pfn;
        return pfn - (pfn - firstBlockPfn & BLOCK_PAGES - 1);
    }
}

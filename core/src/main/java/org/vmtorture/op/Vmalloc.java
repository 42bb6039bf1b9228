package org.vmtorture.op;

import org.vmtorture.mm.AreaKind;
import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.FrameAllocator;
import org.vmtorture.mm.FrameOwner;
import org.vmtorture.mm.Frames;
import org.vmtorture.mm.Op;
import org.vmtorture.mm.Pte;
import org.vmtorture.mm.Truth;
import org.vmtorture.mm.VmStructs;
import org.vmtorture.oracle.Oracle;
import org.vmtorture.strategy.Strategy;

/**
 * vmalloc_user and vfree; and alloc_pages blocks that a driver gives an address with vmap, as io_uring and packet
 * rings do.
 */
final class Vmalloc {
    private final VmStructs areas;
    private final Frames frames;
    private final FrameAllocator allocator;
    private final Strategy strategy;
    private final Oracle oracle;

    Vmalloc(Oracle oracle, Strategy strategy) {
        this.oracle = oracle;
        this.strategy = strategy;
        this.areas = oracle.machine().vmStructs();
        this.frames = oracle.machine().frames();
        this.allocator = oracle.machine().allocator();
    }

    VmStructs areas() {
        return areas;
    }

    Strategy strategy() {
        return strategy;
    }

    Oracle oracle() {
        return oracle;
    }

    /**
     * Allocates zeroed pages and gives them an address.
     *
     * @param pages from 1 to the machine's pagesPerArea; for blocks a multiple of the block size, if mapped twice even
     * @return the address in the low 32 bits and its life above, or -ENOMEM
     */
    long allocate(Cpu cpu, int pages, AreaKind kind) {
        int area = areas.allocate(pages, kind);
        if (area == VmStructs.NONE) {
            return -Errno.ENOMEM;
        }
        int got = switch (kind) {
            case VMALLOC -> allocatePages(cpu, area, pages);
            case BLOCKS -> allocateBlocks(cpu, area, pages);
            case TWICE -> allocateTwice(cpu, area, pages);
        };
        int address = got == pages ? areas.takeAddress() : VmStructs.NONE;
        if (address == VmStructs.NONE || !strategy.allocate(cpu, area)) {
            if (address != VmStructs.NONE) {
                areas.giveAddressBack(address);
            }
            freePages(cpu, area, got, kind);
            areas.free(area);
            return -Errno.ENOMEM;
        }
        int life = areas.link(area, address);
        return (long) life << 32 | address;
    }

    private int allocatePages(Cpu cpu, int area, int pages) {
        for (int i = 0; i < pages; i++) {
            int pfn = allocator.alloc(cpu, FrameOwner.VMALLOC, Op.VMALLOC);
            if (pfn == FrameAllocator.NONE) {
                return i;
            }
            setPage(area, i, pfn);
        }
        return pages;
    }

    private int allocateBlocks(Cpu cpu, int area, int pages) {
        assert pages % FrameAllocator.BLOCK_PAGES == 0 : "blocks of pages=" + pages;
        for (int i = 0; i < pages; i += FrameAllocator.BLOCK_PAGES) {
            int head = allocator.allocBlock(cpu, Op.ALLOC_PAGES);
            if (head == FrameAllocator.NONE) {
                return i;
            }
            for (int tail = 0; tail < FrameAllocator.BLOCK_PAGES; tail++) {
                setPage(area, i + tail, head + tail);
            }
        }
        return pages;
    }

    private int allocateTwice(Cpu cpu, int area, int pages) {
        assert pages % 2 == 0 : "two views of pages=" + pages;
        int views = pages / 2;
        int got = allocatePages(cpu, area, views);
        for (int i = 0; i < got; i++) {
            areas.setPage(area, views + i, areas.page(area, i));
        }
        return got == views ? pages : got;
    }

    /**
     * A pages[] of the driver's own: a descriptor without address that names the same pages. {@link VmStructs#NONE} if
     * there is none left.
     */
    int copyPages(int address) {
        int area = areas.find(address);
        int count = areas.pageCount(area);
        int copy = areas.allocate(count, areas.kind(area));
        for (int i = 0; copy != VmStructs.NONE && i < count; i++) {
            areas.setPage(copy, i, areas.page(area, i));
        }
        return copy;
    }

    private void setPage(int area, int index, int pfn) {
        frames.store(pfn, 0);
        areas.setPage(area, index, Pte.of(pfn, Pte.WRITE, Truth.generation(frames.truth(pfn))));
    }

    /** Pages that no one else has seen. */
    private void freePages(Cpu cpu, int area, int count, AreaKind kind) {
        boolean blocks = kind == AreaKind.BLOCKS;
        int total = areas.pageCount(area);
        for (int i = 0; i < count; i++) {
            if (kind.isUnit(i, total)) {
                int pfn = Pte.pfn(areas.page(area, i));
                boolean freed =
                        blocks ? allocator.freeBlock(cpu, pfn, Op.VMALLOC) : allocator.free(cpu, pfn, Op.VMALLOC);
                assert freed : "a page of our own was freed: pfn=" + pfn;
            }
        }
    }

    /**
     * vfree: takes the address out of the map (only one caller gets it), unmaps the kernel alias, and drops the
     * owner's reference.
     *
     * @param life the address's life that the caller was given; what is at the address now may be another's, as in
     * the kernel
     */
    void free(Cpu cpu, int address, int life) {
        long entry = areas.unlink(address);
        if (VmStructs.life(entry) != life) {
            oracle.freedForeignAddress(cpu, address, life, VmStructs.life(entry));
        }
        int area = VmStructs.area(entry);
        if (area == VmStructs.NONE) {
            return; // WARN: trying to vfree() nonexistent vm area
        }
        areas.unmap(area, address);
        strategy.freeOwner(cpu, area);
    }
}

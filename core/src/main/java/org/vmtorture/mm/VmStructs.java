package org.vmtorture.mm;

import org.vmtorture.memory.SharedMemory;
import org.vmtorture.memory.Words;

/**
 * vmalloc areas: descriptors, the addresses they have, the map from address to area, and the kernel's page table. An
 * address is a slot of kernel address space as large as the largest area. A descriptor may outlive its address.
 */
public final class VmStructs {
    public static final int NONE = -1;

    /** How many freed addresses lie on the lazy list before a purge flushes and reuses them. */
    private static final int LAZY_MAX = 8;

    private static final int NO_ADDRESS = 0;

    /* sizes: bits 0-23 pages, bits 32-33 AreaKind
     * busy:  0, or bits 0-31 area + 1 and bits 32-63 the address's life, which an oracle compares */
    private final Words addresses; // per area: slot + 1, 0 once vfree has unlinked it
    private final Words sizes;
    private final Words pages; // per area: its frames, in PTE form
    private final Words busy; // per slot: the area map that find_vm_area searches
    private final Words lives; // per slot: how often it was handed out; its holder alone writes
    private final Words kernelPtes; // per slot
    private final IdPool ids;
    private final IdPool slots;
    private final Llist lazy;
    private final Words lazyCount;
    private final int pagesPerArea;

    VmStructs(SharedMemory memory, int areas, int pagesPerArea) {
        int slotCount =
                2 * areas + LAZY_MAX; // retained areas and lazy addresses do not overlap in time, but may add up
        this.addresses = memory.words("vm.addr", areas);
        this.sizes = memory.words("vm.size", areas);
        this.pages = memory.words("vm.pages", areas * pagesPerArea);
        this.busy = memory.words("vmap.busy", slotCount);
        this.lives = memory.words("vmap.life", slotCount);
        this.kernelPtes = memory.words("vmap.pte", slotCount * pagesPerArea);
        this.ids = new IdPool(memory, "vm", areas);
        this.slots = new IdPool(memory, "vmap", slotCount);
        this.lazy = new Llist(memory, "vmap.lazy", slotCount);
        this.lazyCount = memory.words("vmap.lazy.count", 1);
        this.pagesPerArea = pagesPerArea;
    }

    public int count() {
        return ids.size();
    }

    public int pagesPerArea() {
        return pagesPerArea;
    }

    /** A descriptor for an area of so many pages, without pages or address yet; {@link #NONE} if there is none left. */
    public int allocate(int pageCount, AreaKind kind) {
        int area = ids.take();
        if (area != IdPool.NONE) {
            addresses.setRelease(area, NO_ADDRESS);
            sizes.setRelease(area, pageCount | (long) kind.ordinal() << 32);
        }
        return area;
    }

    /** Gives a descriptor back that nobody references; it may be another area at once. */
    public void free(int area) {
        ids.give(area);
    }

    public int pageCount(int area) {
        return (int) sizes.getAcquire(area) & 0xFF_FFFF;
    }

    public AreaKind kind(int area) {
        return AreaKind.of((int) (sizes.getAcquire(area) >>> 32));
    }

    /** One of the area's frames, in PTE form with the life that the area was granted. */
    public long page(int area, int index) {
        return pages.getAcquire(area * pagesPerArea + index);
    }

    public void setPage(int area, int index, long pte) {
        pages.setRelease(area * pagesPerArea + index, pte);
    }

    /** Takes a free address; {@link #NONE} if there is none, even after a purge. */
    public int takeAddress() {
        int slot = slots.take();
        if (slot == IdPool.NONE) {
            purge();
            slot = slots.take();
        }
        return slot;
    }

    public void giveAddressBack(int slot) {
        slots.give(slot);
    }

    /** Enters the area in the kernel's page table and then in the area map; returns the address's life. */
    public int link(int area, int slot) {
        int count = pageCount(area);
        for (int i = 0; i < count; i++) {
            kernelPtes.setRelease(slot * pagesPerArea + i, page(area, i));
        }
        long life = lives.getOpaque(slot) + 1 & 0x7FFF_FFFF;
        lives.setOpaque(slot, life);
        addresses.setRelease(area, slot + 1);
        busy.setRelease(slot, life << 32 | (area + 1)); // release: the last step, a lookup finds all of the above
        return (int) life;
    }

    /** find_vm_area: the area at an address, or {@link #NONE}. Nothing protects what it returns. */
    public int find(int slot) {
        return (int) busy.getAcquire(slot) - 1;
    }

    /**
     * What is at an address now, 0 if nothing; decode with {@link #area} and {@link #life}. An RMW, so that whatever
     * the caller read before was read before, and what it reads next is read after.
     */
    public long entryNow(int slot) {
        return busy.getAndBitwiseOr(slot, 0);
    }

    /**
     * Unlinks an address; only one caller gets the entry, all others 0. Decode with {@link #area} and {@link #life}.
     */
    public long unlink(int slot) {
        return busy.getAndSet(slot, 0);
    }

    public static int area(long entry) {
        return (int) entry - 1;
    }

    public static int life(long entry) {
        return (int) (entry >>> 32);
    }

    /** Unmaps the kernel alias and lets the address rest on the lazy list; the area has no address from now on. */
    public void unmap(int area, int slot) {
        addresses.setRelease(area, NO_ADDRESS);
        int count = pageCount(area);
        for (int i = 0; i < count; i++) {
            kernelPtes.setRelease(slot * pagesPerArea + i, Pte.NONE);
        }
        lazy.add(slot);
        if (lazyCount.getAndAdd(0, 1) + 1 >= LAZY_MAX) {
            purge();
        }
    }

    private void purge() {
        for (int slot = lazy.takeAll(); slot != Llist.END; ) {
            int next = lazy.next(slot);
            lazyCount.getAndAdd(0, -1);
            slots.give(slot);
            slot = next;
        }
    }

    /** vmalloc_to_page: a lockless walk of the kernel's page table. */
    public long kernelPte(int slot, int page) {
        return kernelPtes.getAcquire(slot * pagesPerArea + page);
    }

    /** The area's address, or {@link #NONE} once vfree has taken it away. */
    public int address(int area) {
        return (int) addresses.getAcquire(area) - 1;
    }

    public int addressSlots() {
        return busy.length();
    }
}

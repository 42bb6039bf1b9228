package org.vmtorture.mm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vmtorture.memory.HardwareMemory;

class FrameAllocatorTest {
    private static final int BLOCK_ZONE = 256 / 8; // of MachineSize.small's frames

    private final Machine machine = new Machine(new HardwareMemory(), MachineSize.small(2));
    private final FrameAllocator allocator = machine.allocator();
    private final Cpu cpu0 = machine.cpu(0);
    private final Cpu cpu1 = machine.cpu(1);

    private int alloc(Cpu cpu) {
        return allocator.alloc(cpu, FrameOwner.SLAB, Op.SLAB);
    }

    private boolean free(Cpu cpu, int pfn) {
        return allocator.free(cpu, pfn, Op.SLAB_FREE);
    }

    /** Every frame that a CPU can get, none twice. */
    private Set<Integer> allocAll(Cpu cpu) {
        Set<Integer> all = new HashSet<>();
        for (int pfn = alloc(cpu); pfn != FrameAllocator.NONE; pfn = alloc(cpu)) {
            assertThat(all.add(pfn)).as("given out once: pfn=" + pfn).isTrue();
        }
        return all;
    }

    @Test
    void theFrameFreedLastIsGivenOutFirst() {
        int first = alloc(cpu0);
        int second = alloc(cpu0);
        free(cpu0, second);
        free(cpu0, first);
        assertThat(alloc(cpu0)).isEqualTo(first);
        assertThat(alloc(cpu0)).isEqualTo(second);
    }

    @Test
    void aFrameFreedOnAnotherCpuIsThatCpusNext() {
        int pfn = alloc(cpu0);
        free(cpu1, pfn);
        assertThat(alloc(cpu0)).isNotEqualTo(pfn);
        assertThat(alloc(cpu1)).isEqualTo(pfn);
    }

    @Test
    void theTruthAndTheMemdescFollow() {
        int pfn = allocator.alloc(cpu1, FrameOwner.PAGE_TABLE, Op.PAGE_TABLE);
        long truth = machine.frames().truth(pfn);
        assertThat(Truth.isAllocated(truth)).isTrue();
        assertThat(Truth.owner(truth)).isEqualTo(FrameOwner.PAGE_TABLE);
        assertThat(Truth.allocCpu(truth)).isEqualTo(1);
        assertThat(Memdesc.type(machine.frames().memdesc(pfn))).isEqualTo(Memdesc.PTDESC);
        free(cpu0, pfn);
        assertThat(Truth.isAllocated(machine.frames().truth(pfn))).isFalse();
        assertThat(Memdesc.type(machine.frames().memdesc(pfn))).isEqualTo(Memdesc.BUDDY);
    }

    @Test
    void aSecondFreeIsRefusedAndChangesNothing() {
        int pfn = alloc(cpu0);
        assertThat(free(cpu0, pfn)).isTrue();
        long truth = machine.frames().truth(pfn);
        assertThat(free(cpu0, pfn)).isFalse();
        assertThat(free(cpu1, pfn)).isFalse();
        assertThat(machine.frames().truth(pfn)).isEqualTo(truth);
        assertThat(alloc(cpu0)).isEqualTo(pfn);
        assertThat(alloc(cpu0)).as("the same frame again").isNotEqualTo(pfn);
    }

    @Test
    void allFramesComeBackThroughTheSharedStack() {
        Set<Integer> all = allocAll(cpu0);
        assertThat(all).hasSize(machine.frames().count() - BLOCK_ZONE);
        for (int pfn : all) {
            free(cpu1, pfn);
        }
        Set<Integer> again = allocAll(cpu0); // all but what cpu1 keeps in its cache
        again.addAll(allocAll(cpu1));
        assertThat(again).isEqualTo(all);
    }

    @Test
    void blocksComeFromTheirOwnZoneAndGoBackWhole() {
        Set<Integer> heads = new HashSet<>();
        for (int head = allocator.allocBlock(cpu0, Op.ALLOC_PAGES);
                head != FrameAllocator.NONE;
                head = allocator.allocBlock(cpu0, Op.ALLOC_PAGES)) {
            assertThat(allocator.isBlockHead(head)).isTrue();
            assertThat(heads.add(head)).isTrue();
            for (int pfn = head; pfn < head + FrameAllocator.BLOCK_PAGES; pfn++) {
                assertThat(allocator.inBlockZone(pfn)).isTrue();
                assertThat(allocator.blockHead(pfn)).isEqualTo(head);
                assertThat(Truth.owner(machine.frames().truth(pfn))).isEqualTo(FrameOwner.DRIVER);
            }
        }
        assertThat(heads).hasSize(BLOCK_ZONE / FrameAllocator.BLOCK_PAGES);
        int head = heads.iterator().next();
        assertThat(allocator.freeBlock(cpu1, head, Op.VFREE)).isTrue();
        assertThat(allocator.freeBlock(cpu1, head, Op.VFREE))
                .as("a second free")
                .isFalse();
        for (int pfn = head; pfn < head + FrameAllocator.BLOCK_PAGES; pfn++) {
            assertThat(Truth.isAllocated(machine.frames().truth(pfn))).isFalse();
        }
        assertThat(allocator.allocBlock(cpu0, Op.ALLOC_PAGES)).isEqualTo(head);
        assertThat(allocator.allocBlock(cpu0, Op.ALLOC_PAGES)).isEqualTo(FrameAllocator.NONE);
    }

    @Test
    void onAMachineOfFewFramesTheFrameFreedLastIsAnyCpusNext() {
        var few = new Machine(new HardwareMemory(), new MachineSize(8, 2, 1, 64, 1, 1, 1, Shootdown.BROADCAST));
        int freed = few.allocator().alloc(few.cpu(0), FrameOwner.SLAB, Op.SLAB);
        few.allocator().free(few.cpu(0), freed, Op.SLAB_FREE);
        assertThat(few.allocator().alloc(few.cpu(1), FrameOwner.SLAB, Op.SLAB)).isEqualTo(freed);
    }
}

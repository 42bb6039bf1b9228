package org.vmtorture.mm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vmtorture.memory.HardwareMemory;

/** The bit tables, at both ends of each field. */
class PackedWordsTest {
    private static final long GENERATION_MAX = (1L << Truth.GENERATION_BITS) - 1;
    private static final int PFN_MAX = MachineSize.FRAMES_MAX - 1;
    private static final int CPU_MAX = MachineSize.CPUS_MAX - 1;

    @ParameterizedTest
    @CsvSource({"0, 0", "16777215, 268435455", "16777215, 1", "1, 268435455"})
    void aPteKeepsFrameFlagsAndGeneration(int pfn, long generation) {
        for (long flags : new long[] {0, Pte.WRITE, Pte.SPECIAL, Pte.WRITE | Pte.SPECIAL}) {
            long pte = Pte.of(pfn, flags, generation);
            assertThat(Pte.pfn(pte)).isEqualTo(pfn);
            assertThat(Pte.present(pte)).isTrue();
            assertThat(Pte.writable(pte)).isEqualTo((flags & Pte.WRITE) != 0);
            assertThat(Pte.special(pte)).isEqualTo((flags & Pte.SPECIAL) != 0);
            assertThat(Pte.generation(pte)).isEqualTo(generation);
            assertThat(Pte.kernelBits(pte)).isEqualTo(Pte.kernelBits(Pte.of(pfn, flags, 0)));
        }
        assertThat(Pte.present(Pte.NONE)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void theTruthKeepsEveryOperation(Op op) {
        assertThat(Truth.allocOp(Truth.allocated(0, FrameOwner.SLAB, CPU_MAX, op)))
                .isEqualTo(op);
        long freed = Truth.freed(Truth.allocated(0, FrameOwner.SLAB, CPU_MAX, op), 0, op);
        assertThat(Truth.freeOp(freed)).isEqualTo(op);
        assertThat(Truth.formerOp(freed)).isEqualTo(op);
    }

    @ParameterizedTest
    @EnumSource
    void theTruthKeepsEveryOwner(FrameOwner owner) {
        long word = Truth.allocated(0, owner, 0, Op.BOOT);
        assertThat(Truth.owner(word)).isEqualTo(owner);
        assertThat(Truth.owner(Truth.freed(word, 0, Op.BOOT))).isEqualTo(FrameOwner.NOBODY);
    }

    @Test
    void theTruthTellsWhoAllocatedWhoFreedAndWhoHadItBefore() {
        Op last = Op.of(Op.values().length - 1);
        long first = Truth.allocated(0, FrameOwner.ANON, CPU_MAX, last);
        assertThat(Truth.isAllocated(first)).isTrue();
        assertThat(Truth.generation(first)).isEqualTo(1);
        assertThat(Truth.allocCpu(first)).isEqualTo(CPU_MAX);

        long freed = Truth.freed(first, CPU_MAX - 1, Op.VFREE);
        assertThat(Truth.isAllocated(freed)).isFalse();
        assertThat(Truth.generation(freed)).isEqualTo(2);
        assertThat(Truth.freeCpu(freed)).isEqualTo(CPU_MAX - 1);
        assertThat(Truth.freeOp(freed)).isEqualTo(Op.VFREE);
        assertThat(Truth.formerCpu(freed)).isEqualTo(CPU_MAX);
        assertThat(Truth.formerOp(freed)).isEqualTo(last);

        long reused = Truth.allocated(freed, FrameOwner.VMALLOC, 3, Op.VMALLOC);
        assertThat(Truth.generation(reused)).isEqualTo(3);
        assertThat(Truth.owner(reused)).isEqualTo(FrameOwner.VMALLOC);
        assertThat(Truth.allocCpu(reused)).isEqualTo(3);
        assertThat(Truth.allocOp(reused)).isEqualTo(Op.VMALLOC);
        assertThat(Truth.freeCpu(reused)).as("the last free is still known").isEqualTo(CPU_MAX - 1);
        assertThat(Truth.freeOp(reused)).isEqualTo(Op.VFREE);
        assertThat(Truth.formerCpu(reused)).isEqualTo(CPU_MAX);
        assertThat(Truth.formerOp(reused)).isEqualTo(last);
    }

    @Test
    void theGenerationWrapsWithoutTouchingTheRestAndKeepsItsParity() {
        long last = Truth.allocated(GENERATION_MAX - 1, FrameOwner.VMALLOC, CPU_MAX, Op.VMALLOC);
        assertThat(Truth.generation(last)).isEqualTo(GENERATION_MAX);
        assertThat(Truth.isAllocated(last)).isTrue();
        long wrapped = Truth.freed(last, CPU_MAX, Op.VFREE);
        assertThat(Truth.generation(wrapped)).isZero();
        assertThat(Truth.isAllocated(wrapped)).isFalse();
        assertThat(Truth.owner(wrapped)).isEqualTo(FrameOwner.NOBODY);
        assertThat(Truth.freeCpu(wrapped)).isEqualTo(CPU_MAX);
        assertThat(Truth.formerCpu(wrapped)).isEqualTo(CPU_MAX);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, PFN_MAX, Integer.MAX_VALUE})
    void aMemdescKeepsTypeAndId(int id) {
        for (int type = Memdesc.MISC; type <= Memdesc.TAIL; type++) {
            assertThat(Memdesc.type(Memdesc.of(type, id))).isEqualTo(type);
            assertThat(Memdesc.id(Memdesc.of(type, id))).isEqualTo(id);
        }
    }

    @Test
    void aHoldKeepsObjectAndReferences() {
        long hold = Ledger.hold(PFN_MAX, Integer.MAX_VALUE);
        assertThat(Ledger.object(hold)).isEqualTo(PFN_MAX);
        assertThat(Ledger.references(hold)).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void aFlightRecorderKeepsItsLastRecordsWhole() {
        FlightRecorder recorder =
                new Machine(new HardwareMemory(), MachineSize.small(1)).cpu(0).recorder();
        assertThat(recorder.current()).isEqualTo(Op.BOOT);
        for (int i = 0; i <= FlightRecorder.RECORDS; i++) {
            recorder.record(Op.AUDIT, Integer.MAX_VALUE - i, PFN_MAX - i);
        }
        assertThat(recorder.current()).isEqualTo(Op.AUDIT);
        assertThat(recorder.operations()).isEqualTo(FlightRecorder.RECORDS + 1);
        assertThat(recorder.at(0)).as("the ring has moved on").isZero();
        long record = recorder.at(FlightRecorder.RECORDS);
        assertThat(FlightRecorder.op(record)).isEqualTo(Op.AUDIT);
        assertThat(FlightRecorder.object(record)).isEqualTo(Integer.MAX_VALUE - FlightRecorder.RECORDS);
        assertThat(FlightRecorder.page(record)).isEqualTo(PFN_MAX - FlightRecorder.RECORDS);
    }

    @Test
    void aGatherMergesNeighboursAndIsFullAtItsLimit() {
        Gather gather =
                new Machine(new HardwareMemory(), MachineSize.small(1)).cpu(0).gather();
        gather.queue(4);
        gather.queue(4);
        gather.queue(PFN_MAX);
        gather.queue(4);
        assertThat(gather.size()).isEqualTo(3);
        assertThat(gather.object(0)).isEqualTo(4);
        assertThat(gather.references(0)).isEqualTo(2);
        assertThat(gather.object(1)).isEqualTo(PFN_MAX);
        for (int object = 100; gather.size() < Gather.ENTRIES_MAX; object++) {
            assertThat(gather.full()).isFalse();
            gather.queue(object);
        }
        assertThat(gather.full()).isTrue();
        gather.clear();
        assertThat(gather.size()).isZero();
    }

    @Test
    void aMachineOutOfBoundsIsRefusedByName() {
        assertThatThrownBy(() -> MachineSize.small(65))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cpus=65 must be from 1 to 64");
        assertThatThrownBy(() -> new MachineSize(0, 1, 1, 64, 1, 1, 1, Shootdown.IPI))
                .hasMessageContaining("frames=0");
        assertThatThrownBy(() -> new MachineSize(MachineSize.FRAMES_MAX + 1, 1, 1, 64, 1, 1, 1, Shootdown.IPI))
                .hasMessageContaining("frames=16777217");
        assertThatThrownBy(() -> new MachineSize(64, 1, 1, 65, 1, 1, 1, Shootdown.IPI))
                .hasMessage("pagesPerMm=65 must be a multiple of 64");
    }
}

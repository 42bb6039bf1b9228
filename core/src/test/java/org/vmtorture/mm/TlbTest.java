package org.vmtorture.mm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vmtorture.memory.Halted;
import org.vmtorture.memory.InterposedMemory;

/** One thread plays both CPUs; a flush that waits for the other is {@link Halted}. */
class TlbTest {
    private static final int MM = 2;
    private static final int PAGE = 5;
    private static final long PTE = Pte.of(17, Pte.WRITE, 1);

    private Machine machine = boot(Shootdown.BROADCAST);
    private Cpu flusher = machine.cpu(0);
    private Cpu runner = machine.cpu(1);

    private static Machine boot(Shootdown shootdown) {
        return new Machine(new InterposedMemory(), new MachineSize(64, 2, 4, 128, 4, 4, 4, shootdown));
    }

    private void use(Shootdown shootdown) {
        machine = boot(shootdown);
        flusher = machine.cpu(0);
        runner = machine.cpu(1);
    }

    private void fill(int mm, int page) {
        machine.tlb().run(runner, mm);
        machine.tlb().fill(runner, mm, page, PTE);
    }

    private long lookup(int mm, int page) {
        return machine.tlb().lookup(runner, mm, page);
    }

    @ParameterizedTest
    @EnumSource
    void anEntryStaysUntilItIsFlushed(Shootdown shootdown) {
        use(shootdown);
        fill(MM, PAGE);
        machine.flushTlb(flusher, MM, PAGE + 1, 3);
        assertThat(lookup(MM, PAGE)).isEqualTo(PTE);
        machine.flushTlb(flusher, MM, PAGE, 1);
        assertThat(lookup(MM, PAGE)).isEqualTo(Pte.NONE);
    }

    @Test
    void aFlushReachesTheFlushersOwnTlb() {
        machine.tlb().run(flusher, MM);
        machine.tlb().fill(flusher, MM, PAGE, PTE);
        machine.flushTlb(flusher, MM, PAGE, 1);
        assertThat(machine.tlb().lookup(flusher, MM, PAGE)).isEqualTo(Pte.NONE);
    }

    @Test
    void aFlushLeavesOtherAddressSpacesAlone() {
        fill(MM, PAGE);
        fill(MM + 1, PAGE);
        machine.flushTlb(flusher, MM, 0, 128);
        assertThat(lookup(MM, PAGE)).isEqualTo(Pte.NONE);
        assertThat(lookup(MM + 1, PAGE)).isEqualTo(PTE);
    }

    @Test
    void aLargeFlushForgetsTheSameAsASmallOne() {
        fill(MM, 3);
        fill(MM, 127);
        machine.flushTlb(flusher, MM, 4, 124);
        assertThat(lookup(MM, 3)).isEqualTo(PTE);
        assertThat(lookup(MM, 127)).isEqualTo(Pte.NONE);
    }

    @Test
    void pagesThatShareAnEntryDisplaceEachOther() {
        fill(MM, PAGE);
        fill(MM, PAGE + Tlb.ENTRIES);
        assertThat(lookup(MM, PAGE)).isEqualTo(Pte.NONE);
        assertThat(lookup(MM, PAGE + Tlb.ENTRIES)).isEqualTo(PTE);
    }

    @Test
    void onlyAnIpiWaitsForInterrupts() {
        use(Shootdown.IPI);
        fill(MM, PAGE);
        runner.irqDisable();
        assertThatThrownBy(() -> machine.flushTlb(flusher, MM, PAGE, 1)).isInstanceOf(Halted.class);
        use(Shootdown.BROADCAST);
        fill(MM, PAGE);
        runner.irqDisable();
        machine.flushTlb(flusher, MM, PAGE, 1);
        assertThat(lookup(MM, PAGE)).isEqualTo(Pte.NONE);
    }

    @ParameterizedTest
    @EnumSource
    void anyFlushWaitsForTheInstructionUnderWay(Shootdown shootdown) {
        use(shootdown);
        fill(MM, PAGE);
        runner.beginInstruction();
        assertThatThrownBy(() -> machine.flushTlb(flusher, MM, PAGE, 1)).isInstanceOf(Halted.class);
    }

    @ParameterizedTest
    @EnumSource
    void freeingPageTablesWaitsForInterrupts(Shootdown shootdown) {
        use(shootdown);
        fill(MM, PAGE);
        runner.irqDisable();
        runner.irqDisable();
        runner.irqEnable();
        assertThat(runner.atomic()).as("one level is left").isTrue();
        assertThatThrownBy(() -> machine.syncTables(flusher, MM)).isInstanceOf(Halted.class);
        runner.irqEnable();
        machine.syncTables(flusher, MM);
        assertThat(runner.atomic()).isFalse();
    }

    @Test
    void nobodyWaitsForACpuThatNeverRanTheAddressSpace() {
        use(Shootdown.IPI);
        runner.irqDisable();
        machine.flushTlb(flusher, MM, 0, 128);
        machine.syncTables(flusher, MM);
    }

    @Test
    void aRetiredAddressSpaceIsRunByNobody() {
        use(Shootdown.IPI);
        fill(MM, PAGE);
        machine.flushTlb(flusher, MM, PAGE, 1);
        machine.tlb().retire(MM);
        runner.irqDisable();
        machine.flushTlb(flusher, MM, PAGE, 1);
    }

    @Test
    void irqEnableWithInterruptsOnIsOurMistake() {
        assertThatThrownBy(runner::irqEnable).isInstanceOf(AssertionError.class);
    }
}

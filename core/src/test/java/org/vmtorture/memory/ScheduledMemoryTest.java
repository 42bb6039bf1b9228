package org.vmtorture.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Without a scheduler: as memory of one thread that can be set back. */
class ScheduledMemoryTest {
    private final ScheduledMemory memory = new ScheduledMemory();
    private final Words ptes = memory.words("pte", 4);
    private final Data pages = memory.data("page", 2);
    private final Locks locks = memory.locks("ptl", 1);
    private final Words truths = memory.words("truth", 2);

    @Test
    void everyKindOfWriteIsSetBack() {
        ptes.setOpaque(3, 7);
        memory.booted();
        memory.fingerprint(true);
        ptes.setOpaque(3, 8);
        ptes.setPlain(0, 1);
        ptes.getAndAdd(1, 1);
        ptes.compareAndExchange(2, 0, 5);
        pages.store(1, 9);
        locks.lock(0);
        truths.setVolatile(0, 3);
        assertThat(memory.fingerprint()).isNotZero();
        memory.reset();
        for (int word = 0; word < memory.size(); word++) {
            assertThat(memory.value(word)).as(memory.row(word).name(word)).isEqualTo(word == 3 ? 7 : 0);
        }
        assertThat(memory.fingerprint()).isZero();
    }

    @Test
    void theFingerprintIsOfTheWordsAndNotOfTheWay() {
        memory.booted();
        memory.fingerprint(true);
        ptes.setOpaque(0, 1);
        ptes.setOpaque(1, 2);
        long there = memory.fingerprint();
        ptes.setOpaque(1, 0);
        assertThat(memory.fingerprint()).isNotEqualTo(there);
        ptes.setOpaque(0, 0);
        assertThat(memory.fingerprint()).isZero();
        ptes.setOpaque(1, 2);
        ptes.setOpaque(0, 1);
        assertThat(memory.fingerprint()).isEqualTo(there);
    }

    @Test
    void aWordIsNamedByItsRow() {
        assertThat(memory.row(3).name(3)).isEqualTo("pte[3]");
        assertThat(memory.row(5).name(5)).isEqualTo("page[1]");
        assertThat(memory.row(6).name(6)).isEqualTo("ptl");
        assertThat(memory.row(6).kind()).isEqualTo(ScheduledMemory.Kind.LOCKS);
        assertThat(memory.row(7).kind()).isEqualTo(ScheduledMemory.Kind.GHOST);
    }

    @Test
    void nobodyElseEndsAWait() {
        locks.lock(0);
        assertThat(locks.tryLock(0)).isFalse();
        assertThatThrownBy(() -> locks.lock(0)).isInstanceOf(Halted.class);
        locks.downgrade(0);
        locks.lockRead(0);
        locks.unlockRead(0);
        locks.unlockRead(0);
        locks.lock(0);
        assertThatThrownBy(memory::onSpinWait).isInstanceOf(Halted.class);
    }

    @Test
    void rowsHaveTheirLengthAndTheirTime() {
        assertThatThrownBy(() -> ptes.getOpaque(4)).isInstanceOf(IndexOutOfBoundsException.class);
        memory.booted();
        assertThatThrownBy(() -> memory.words("late", 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("late");
    }
}

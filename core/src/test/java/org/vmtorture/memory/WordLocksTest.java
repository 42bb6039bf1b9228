package org.vmtorture.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WordLocksTest {
    private final Locks locks = new InterposedMemory().locks("lock", 2); // where whoever waits is Halted

    @Test
    void aWriterKeepsEverybodyOut() {
        locks.lock(0);
        assertThat(locks.tryLock(0)).isFalse();
        assertWaits(() -> locks.lock(0));
        assertWaits(() -> locks.lockRead(0));
        locks.unlock(0);
        assertThat(locks.tryLock(0)).isTrue();
    }

    @Test
    void readersKeepOnlyWritersOut() {
        locks.lockRead(0);
        locks.lockRead(0);
        locks.unlockRead(0);
        assertWaits(() -> locks.lock(0));
        locks.unlockRead(0);
        locks.lock(0);
    }

    @Test
    void aDowngradedWriterIsOneReader() {
        locks.lock(0);
        locks.downgrade(0);
        locks.lockRead(0);
        locks.unlockRead(0);
        assertWaits(() -> locks.lock(0));
        locks.unlockRead(0);
        assertThat(locks.tryLock(0)).isTrue();
    }

    @Test
    void locksOfARowAreIndependent() {
        locks.lock(0);
        assertThat(locks.tryLock(1)).isTrue();
    }

    @Test
    void anUnlockOfWhatIsNotHeldIsOurMistake() {
        assertThatThrownBy(() -> locks.unlockRead(0)).isInstanceOf(AssertionError.class);
        locks.lock(1);
        assertThatThrownBy(() -> locks.unlockRead(1)).isInstanceOf(AssertionError.class);
    }

    private static void assertWaits(Runnable operation) {
        assertThatThrownBy(operation::run).isInstanceOf(Halted.class);
    }
}

package org.vmtorture.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ContentionMemoryTest {
    private final ContentionMemory memory = new ContentionMemory();

    @Test
    void onlyACompareAndExchangeThatFailsIsARetry() {
        Words words = memory.words("page.refcount", 1);
        assertThat(words.compareAndExchange(0, 0, 1)).isZero();
        words.getAndAdd(0, 1);
        assertThat(memory.retries()).isZero();
        assertThat(words.compareAndExchange(0, 1, 5)).isEqualTo(2);
        assertThat(words.getPlain(0)).isEqualTo(2);
        assertThat(memory.retries()).isEqualTo(1);
    }

    @Test
    void theTestersOwnRowsAndLocksAreNoRetries() {
        assertThat(memory.words("truth", 1).compareAndExchange(0, 7, 8)).isZero();
        Locks locks = memory.locks("ptl", 1);
        locks.lock(0);
        assertThat(locks.tryLock(0)).isFalse();
        assertThat(memory.retries()).isZero();
    }

    @Test
    void whoWaitsIsCounted() {
        memory.onSpinWait();
        memory.onSpinWait();
        assertThat(memory.waits()).isEqualTo(2);
    }
}

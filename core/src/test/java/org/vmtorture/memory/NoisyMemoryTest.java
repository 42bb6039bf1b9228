package org.vmtorture.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoisyMemoryTest {
    private static final int ADDS_MAX = 1_000_000;
    private static final int JOIN_MILLIS = 60_000;

    @Test
    void aWordThatChangesDuringADelayIsAWindowEntered() throws InterruptedException {
        var memory = new NoisyMemory(new HardwareMemory(), 1, 7);
        Words words = memory.words("word", 1);
        var other = new Thread(() -> addUntilEntered(memory, words), "other");
        other.setDaemon(true);
        other.start();
        addUntilEntered(memory, words);
        other.join(JOIN_MILLIS);
        assertThat(other.isAlive()).as("other thread is alive").isFalse();
        assertThat(memory.windowsEntered()).isPositive();
        assertThat(memory.delays()).isGreaterThanOrEqualTo(memory.windowsEntered());
    }

    private static void addUntilEntered(NoisyMemory memory, Words words) {
        for (int adds = 0; adds < ADDS_MAX && memory.windowsEntered() == 0; adds++) {
            words.getAndAdd(0, 1);
        }
    }

    @Test
    void aSingleThreadEntersNoWindow() {
        var memory = new NoisyMemory(new HardwareMemory(), 1, 7);
        Words words = memory.words("word", 1);
        for (int i = 0; i < 100; i++) {
            words.getAndAdd(0, 1);
        }
        assertThat(words.getPlain(0)).isEqualTo(100);
        assertThat(memory.delays()).isEqualTo(100);
        assertThat(memory.windowsEntered()).isZero();
    }

    @Test
    void withoutNoiseNothingIsDelayed() {
        var memory = new NoisyMemory(new HardwareMemory(), 0, 7);
        Words words = memory.words("word", 1);
        for (int i = 0; i < 10_000; i++) {
            words.getAndAdd(0, 1);
        }
        assertThat(memory.delays()).isZero();
    }

    @Test
    void aHaltEndsWaitsBehindTheNoiseToo() {
        var hardware = new HardwareMemory();
        Locks locks = new NoisyMemory(hardware, 0.5, 7).locks("lock", 1);
        locks.lock(0);
        hardware.halt();
        assertThatThrownBy(() -> locks.lock(0)).isInstanceOf(Halted.class);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
    void aProbabilityIsFromZeroToOne(double probability) {
        var hardware = new HardwareMemory();
        assertThatThrownBy(() -> new NoisyMemory(hardware, probability, 7))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("noise probability=" + probability);
    }
}

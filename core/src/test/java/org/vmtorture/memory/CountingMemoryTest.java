package org.vmtorture.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CountingMemoryTest {
    @Test
    void eachAccessIsCountedByItsKind() {
        var memory = new CountingMemory();
        Words words = memory.words("word", 2);
        words.getPlain(0);
        words.getOpaque(0);
        words.getAcquire(0);
        words.getVolatile(0);
        words.setPlain(0, 1);
        words.setOpaque(0, 1);
        words.setRelease(0, 1);
        words.setVolatile(0, 1);
        words.getAndAdd(0, 1);
        words.getAndSet(0, 1);
        words.getAndBitwiseOr(0, 1);
        words.getAndBitwiseAnd(0, 1);
        words.compareAndExchange(0, 1, 2);
        assertThat(words.compareAndExchange(0, 1, 3))
                .as("witness of a failed exchange")
                .isEqualTo(2);
        assertThat(memory.counts()).isEqualTo(new CountingMemory.Counts(4, 4, 6));
        memory.reset();
        assertThat(memory.counts()).isEqualTo(new CountingMemory.Counts(0, 0, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"truth", "ledger", "recorder"})
    void whatTheTesterKeepsForItselfCostsNothing(String row) {
        var memory = new CountingMemory();
        memory.words(row, 1).getAndAdd(0, 1);
        assertThat(memory.counts()).isEqualTo(new CountingMemory.Counts(0, 0, 0));
    }

    @Test
    void aHookIsToldRowIndexAndKindBeforeTheAccess() {
        var memory = new InterposedMemory();
        Words words = memory.words("pte", 4);
        List<String> told = new ArrayList<>();
        memory.hook((row, index, kind) -> told.add(row + "[" + index + "] " + kind));
        words.getOpaque(1);
        words.setRelease(2, 5);
        words.getAndAdd(3, 1);
        assertThat(told).containsExactly("pte[1] LOAD", "pte[2] STORE", "pte[3] RMW");
    }

    @Test
    void aHookMayReplaceItselfAndStepInBetween() {
        var memory = new InterposedMemory();
        Words words = memory.words("word", 1);
        memory.hook((row, index, kind) -> {
            memory.hook((nextRow, nextIndex, nextKind) -> {});
            words.setVolatile(0, 9);
        });
        assertThat(words.compareAndExchange(0, 0, 1)).as("witness").isEqualTo(9);
    }
}

package org.vmtorture.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vmtorture.mm.Op;
import org.vmtorture.op.GupMode;
import org.vmtorture.strategy.StrategyId;

/** Nothing on the soak's hot path allocates, so that its garbage collector has nothing to do in eight hours. */
class HotPathAllocationTest {
    private static final int ROUNDS = 150;

    /**
     * A JIT that gives code back to the interpreter, or links it anew, may allocate some dozen bytes, once. An
     * operation that allocates its smallest object even once in 1,000 times is beyond this.
     */
    private static final int OPERATIONS_PER_BYTE = 100;

    @ParameterizedTest
    @EnumSource
    void aBurstAllocatesNothingButItsMessages(StrategyId strategy) {
        HotPath path = new HotPath(strategy, GupMode.FAST, 0, ArrayDeque::new);
        measure(path, ROUNDS);
        everyOperationRan(path);
    }

    @Test
    void slowGupAllocatesNothingEither() {
        HotPath path = new HotPath(StrategyId.TODAY, GupMode.SLOW, 0, ArrayDeque::new);
        measure(path, ROUNDS / 5);
        assertThat(ran(path)).containsKey(Op.GUP_SLOW);
    }

    @Test
    void noiseAllocatesNothingEither() {
        HotPath path = new HotPath(StrategyId.VM_STRUCT, GupMode.FAST, 0.0005, ArrayDeque::new);
        measure(path, ROUNDS / 10);
        assertThat(path.leg().result(1, false).delays()).isPositive();
    }

    /** The control: one boxed number is seen. */
    @Test
    void theMeterSeesOneObject() {
        long[] number = {1L << 40};
        List<Long> kept = new ArrayList<>(List.of(1L, 2L));
        Runnable boxes = () -> kept.set(0, number[0]++);
        assertThat(allocated(boxes)).isPositive();
        assertThat(allocated(() -> number[0]++)).isZero();
    }

    private static long allocated(Runnable runnable) {
        runnable.run();
        long before = HotPath.THREADS.getCurrentThreadAllocatedBytes();
        runnable.run();
        return HotPath.THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    private static void measure(HotPath path, int rounds) {
        HotPath.Allocation allocation = path.allocation(rounds);
        assertThat(allocation.operations()).isGreaterThan(rounds * (long) HotPath.BURST);
        assertThat(allocation.beyondMessages())
                .as("bytes beyond messages, by role, in %d operations", allocation.operations())
                .allSatisfy((role, allocated) ->
                        assertThat(allocated * OPERATIONS_PER_BYTE).isLessThan(allocation.operations()));
        assertThat(allocation.messages())
                .as("bytes of messages in %d operations", allocation.operations())
                .isLessThan(allocation.operations());
    }

    private static Map<Op, Long> ran(HotPath path) {
        return path.leg().result(1, false).operationsByOp();
    }

    /** What did not run did not allocate. */
    private static void everyOperationRan(HotPath path) {
        Map<Op, Long> ran = ran(path);
        assertThat(ran)
                .containsKeys(
                        Op.VMALLOC,
                        Op.ALLOC_PAGES,
                        Op.VFREE,
                        Op.DEFERRED_FREE,
                        Op.MMAP,
                        Op.MUNMAP,
                        Op.MREMAP,
                        Op.FORK,
                        Op.EXIT,
                        Op.LOAD,
                        Op.STORE,
                        Op.WALK,
                        Op.KLOAD,
                        Op.KSTORE,
                        Op.SLAB,
                        Op.SLAB_FREE);
        if (path.leg().kernel().strategy().keepsMappedPages()) {
            assertThat(ran).containsKeys(Op.GUP_FAST, Op.PIN_LOAD, Op.PIN_STORE, Op.UNPIN, Op.HAND_ON);
        }
    }
}

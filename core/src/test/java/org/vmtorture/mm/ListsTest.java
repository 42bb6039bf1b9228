package org.vmtorture.mm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vmtorture.memory.AccessHook;
import org.vmtorture.memory.InterposedMemory;

/**
 * The lock-free lists, {@link IdPool} and {@link Llist}, with a second CPU in the middle of the first one's operation.
 */
class ListsTest {
    private final InterposedMemory memory = new InterposedMemory();
    private boolean entered;

    /** Runs {@code other} once, before the next write to a row. */
    private void beforeNextWrite(String row, Runnable other) {
        memory.hook((name, index, kind) -> {
            if (!entered && name.equals(row) && kind != AccessHook.Kind.LOAD) {
                entered = true;
                other.run();
            }
        });
    }

    @Test
    void theIdGivenBackLastIsTakenFirst() {
        var pool = new IdPool(memory, "pool", 4);
        assertThat(List.of(pool.take(), pool.take(), pool.take())).containsExactly(0, 1, 2);
        assertThat(pool.untouched()).isEqualTo(1);
        pool.give(1);
        pool.give(0);
        assertThat(List.of(pool.take(), pool.take(), pool.take())).containsExactly(0, 1, 3);
        assertThat(pool.take()).isEqualTo(IdPool.NONE);
        pool.give(2);
        assertThat(pool.take()).isEqualTo(2);
    }

    @Test
    void aTakeThatSleptThroughPopPopPushTakesNoIdThatIsTaken() {
        var pool = new IdPool(memory, "pool", 2);
        pool.take();
        pool.take();
        pool.give(1);
        pool.give(0); // the stack: 0, 1
        List<Integer> taken = new ArrayList<>();
        beforeNextWrite(
                "pool.head",
                () -> { // the sleeper has read top 0 and its link to 1
                    int zero = pool.take();
                    taken.add(pool.take());
                    pool.give(zero); // top is 0 again, but 1 is taken
                });
        taken.add(pool.take());
        assertThat(entered).isTrue();
        assertThat(taken).containsExactly(1, 0);
        assertThat(pool.take()).isEqualTo(IdPool.NONE);
    }

    @Test
    void anIdGivenBackWhileTheRestRunsOutIsFound() {
        var pool = new IdPool(memory, "pool", 2);
        int zero = pool.take();
        beforeNextWrite("pool.head", () -> {
            pool.take();
            pool.give(zero);
        });
        assertThat(pool.take()).isEqualTo(zero);
        assertThat(entered).isTrue();
    }

    @Test
    void linksInAHoldersRowCarryTheirTag() {
        var row = memory.words("memdesc", 2);
        var pool = new IdPool(memory, "pool", 2, row, Memdesc.BUDDY);
        int zero = pool.take();
        int one = pool.take();
        pool.give(one);
        pool.give(zero);
        assertThat(Memdesc.type(row.getPlain(zero))).isEqualTo(Memdesc.BUDDY);
        assertThat(Memdesc.id(row.getPlain(zero))).as("link to id + 1").isEqualTo(one + 1);
        assertThat(Memdesc.id(row.getPlain(one))).as("end of the stack").isZero();
    }

    @Test
    void aWorkerTakesAllAtOnceLastAddedFirst() {
        var list = new Llist(memory, "list", 4);
        assertThat(list.isEmpty()).isTrue();
        assertThat(list.takeAll()).isEqualTo(Llist.END);
        list.add(2);
        list.add(0);
        assertThat(list.isEmpty()).isFalse();
        assertThat(chain(list, list.takeAll())).containsExactly(0, 2);
        assertThat(list.isEmpty()).isTrue();
    }

    @Test
    void twoAddsAtOnceBothCount() {
        var list = new Llist(memory, "list", 4);
        beforeNextWrite("list.first", () -> list.add(1));
        list.add(3);
        assertThat(entered).isTrue();
        assertThat(chain(list, list.takeAll())).containsExactly(3, 1);
    }

    @Test
    void anAddDuringATakeIsNotLost() {
        var list = new Llist(memory, "list", 4);
        list.add(0);
        beforeNextWrite("list.first", () -> list.add(1));
        List<Integer> taken = chain(list, list.takeAll());
        taken.addAll(chain(list, list.takeAll()));
        assertThat(entered).isTrue();
        assertThat(taken).containsExactlyInAnyOrder(0, 1);
    }

    @Test
    void anAddDuringATakeInTwoStepsIsLost() {
        var list = new Llist(memory, "list", 4);
        list.add(0);
        beforeNextWrite("list.first", () -> list.add(1));
        List<Integer> taken = chain(list, list.takeAllInTwoSteps());
        taken.addAll(chain(list, list.takeAll()));
        assertThat(entered).isTrue();
        assertThat(taken).containsExactly(0);
    }

    private static List<Integer> chain(Llist list, int first) {
        List<Integer> ids = new ArrayList<>();
        for (int id = first; id != Llist.END; id = list.next(id)) {
            ids.add(id);
        }
        return ids;
    }
}

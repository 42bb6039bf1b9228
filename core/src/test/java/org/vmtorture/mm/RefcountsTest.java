package org.vmtorture.mm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vmtorture.memory.HardwareMemory;

class RefcountsTest {
    private static final int OBJECT = 1;

    private final List<String> warnings = new ArrayList<>();
    private final Cpu cpu = new Machine(new HardwareMemory(), MachineSize.small(1)).cpu(0);
    private final Refcounts refs = new Refcounts(
            new HardwareMemory(),
            "refs",
            3,
            (on, warning, row, object, seen) -> warnings.add(warning + " " + row + "[" + object + "] seen=" + seen));

    private int references() {
        return Refcounts.references(refs.snapshot(OBJECT));
    }

    @Test
    void onlyTheLastPutFrees() {
        refs.set(OBJECT, 1);
        assertThat(refs.tryGet(cpu, OBJECT, 2)).isTrue();
        refs.get(cpu, OBJECT, 1);
        assertThat(refs.put(cpu, OBJECT, 1)).isFalse();
        assertThat(refs.put(cpu, OBJECT, 2)).isFalse();
        assertThat(refs.put(cpu, OBJECT, 1)).isTrue();
        assertThat(warnings).isEmpty();
    }

    @Test
    void nobodyGetsWhatIsBeingFreed() {
        assertThat(refs.tryGet(cpu, OBJECT, 1)).isFalse();
        assertThat(references()).isZero();
        assertThat(warnings).isEmpty();
    }

    @Test
    void aGetFromZeroIsAResurrectionAndSaturates() {
        refs.get(cpu, OBJECT, 1);
        assertThat(warnings).containsExactly("RESURRECTION refs[1] seen=0");
        assertSaturatedForGood();
    }

    @Test
    void aPutOfZeroIsAnUnderflowAndFreesNothing() {
        assertThat(refs.put(cpu, OBJECT, 1)).isFalse();
        assertThat(warnings).containsExactly("UNDERFLOW refs[1] seen=0");
        assertSaturatedForGood();
    }

    @Test
    void aPutOfMoreThanThereWasIsAnUnderflow() {
        refs.set(OBJECT, 2);
        assertThat(refs.put(cpu, OBJECT, 3)).isFalse();
        assertThat(warnings).containsExactly("UNDERFLOW refs[1] seen=2");
        assertSaturatedForGood();
    }

    @Test
    void aCountHoldsItsMaximumAndOverflowsOnePast() {
        refs.set(OBJECT, Refcounts.REFERENCES_MAX - 1);
        refs.get(cpu, OBJECT, 1);
        assertThat(references()).isEqualTo(Refcounts.REFERENCES_MAX);
        assertThat(warnings).isEmpty();
        refs.get(cpu, OBJECT, 1);
        assertThat(warnings).containsExactly("OVERFLOW refs[1] seen=" + Refcounts.REFERENCES_MAX);
        assertSaturatedForGood();
    }

    @Test
    void aLookerOverflowsAsWell() {
        refs.set(OBJECT, Refcounts.REFERENCES_MAX - 1);
        assertThat(refs.tryGet(cpu, OBJECT, 2)).as("leaked, so safe to use").isTrue();
        assertThat(warnings).containsExactly("OVERFLOW refs[1] seen=" + (Refcounts.REFERENCES_MAX - 1));
        assertSaturatedForGood();
    }

    private void assertSaturatedForGood() {
        warnings.clear();
        for (int i = 0; i < 1000; i++) {
            assertThat(refs.put(cpu, OBJECT, 1024)).isFalse();
            refs.get(cpu, OBJECT, 1);
            assertThat(refs.tryGet(cpu, OBJECT, 1)).isTrue();
        }
        assertThat(Refcounts.saturated(refs.snapshot(OBJECT))).isTrue();
        assertThat(warnings).as("it was warned of once").isEmpty();
    }

    @Test
    void theMapCountLeavesTheReferencesAlone() {
        refs.set(OBJECT, 5);
        refs.map(OBJECT);
        refs.map(OBJECT);
        refs.unmap(cpu, OBJECT);
        assertThat(Refcounts.mapcount(refs.snapshot(OBJECT))).isEqualTo(1);
        assertThat(references()).isEqualTo(5);
        assertThat(refs.put(cpu, OBJECT, 5))
                .as("last reference, with a map count left")
                .isTrue();
    }

    @Test
    void anUnmapOfWhatIsNotMappedBorrowsNoReference() {
        refs.set(OBJECT, 5);
        refs.unmap(cpu, OBJECT);
        assertThat(warnings).containsExactly("UNDERFLOW refs.mapcount[1] seen=0");
        assertThat(Refcounts.mapcount(refs.snapshot(OBJECT))).isZero();
        assertThat(references()).isEqualTo(5);
    }

    @Test
    void objectsOfARowAreIndependent() {
        refs.set(OBJECT, Refcounts.REFERENCES_MAX);
        refs.get(cpu, OBJECT, 1);
        assertThat(refs.snapshot(OBJECT - 1)).isZero();
        assertThat(refs.snapshot(OBJECT + 1)).isZero();
    }
}

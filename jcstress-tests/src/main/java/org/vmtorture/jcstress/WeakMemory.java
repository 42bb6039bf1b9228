package org.vmtorture.jcstress;

import org.vmtorture.memory.Data;
import org.vmtorture.memory.HardwareMemory;
import org.vmtorture.memory.Locks;
import org.vmtorture.memory.SharedMemory;
import org.vmtorture.memory.Words;

/**
 * Hardware memory with one row that does less than its accesses say: core's own code with one step of it weakened, for
 * controls.
 */
public final class WeakMemory implements SharedMemory {
    /** What the row lacks. */
    public enum Lack {
        /** A read-modify-write is a load and, later, a store: another CPU's step fits between. */
        ATOMICITY,
        /** Every access is plain: the compiler may move it, and a CPU with a weak memory model too. */
        ORDER,
        /** A compare-and-exchange stores the low half alone: a list's head loses its tag. */
        TAG,
        /** Nothing is weaker, but a write takes its time: what comes before it is long past. Widens a window. */
        HASTE
    }

    private final HardwareMemory hardware = new HardwareMemory();
    private final String row;
    private final Lack lack;

    /**
     * Weakens a row.
     *
     * @param row as it is laid out: {@code vm.refcount}
     */
    public WeakMemory(String row, Lack lack) {
        this.row = row;
        this.lack = lack;
    }

    @Override
    public Words words(String name, int length) {
        Words words = hardware.words(name, length);
        if (!name.equals(row)) {
            return words;
        }
        return switch (lack) {
            case ATOMICITY -> new TornWords(words);
            case ORDER -> new PlainWords(words);
            case TAG -> new UntaggedWords(words);
            case HASTE -> new SlowWords(words);
        };
    }

    @Override
    public Data data(String name, int length) {
        return hardware.data(name, length);
    }

    @Override
    public Locks locks(String name, int length) {
        return hardware.locks(name, length);
    }

    @Override
    public void onSpinWait() {
        hardware.onSpinWait();
    }
}

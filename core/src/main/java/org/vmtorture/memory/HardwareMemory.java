package org.vmtorture.memory;

/** Memory as the machine below has it: each access is one VarHandle instruction on a {@code long[]}. */
public final class HardwareMemory implements SharedMemory {
    private volatile boolean halted;

    @Override
    public Words words(String name, int length) {
        return new HardwareWords(name, length);
    }

    @Override
    public Data data(String name, int length) {
        return new HardwareData(length);
    }

    @Override
    public Locks locks(String name, int length) {
        return new WordLocks(this, words(name, length));
    }

    @Override
    public void onSpinWait() {
        if (halted) {
            throw new Halted();
        }
        Thread.yield(); // there are more CPU actors than cores: whom we wait for may need ours
    }

    /** Ends every wait, present and future, with {@link Halted}. */
    public void halt() {
        halted = true;
    }
}

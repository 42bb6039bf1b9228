package org.vmtorture.memory;

/**
 * Hardware memory that calls a hook before each access to a word. One thread, one hook: with it a single thread can
 * put one CPU's operation into the middle of another's at an exact place, and {@link CountingMemory} can count.
 */
public final class InterposedMemory implements SharedMemory {
    private final HardwareMemory hardware = new HardwareMemory();
    private AccessHook hook = (row, index, kind) -> {};

    /** Replaces the hook; the hook may replace itself while it runs. */
    public void hook(AccessHook next) {
        hook = next;
    }

    void before(Words words, int index, AccessHook.Kind kind) {
        hook.before(words.name(), index, kind);
    }

    @Override
    public Words words(String name, int length) {
        return new InterposedWords(new HardwareWords(name, length), this);
    }

    @Override
    public Data data(String name, int length) {
        return hardware.data(name, length);
    }

    @Override
    public Locks locks(String name, int length) {
        return new WordLocks(this, words(name, length));
    }

    /** A single thread that waits waits for ever, so a wait ends with {@link Halted} at once. */
    @Override
    public void onSpinWait() {
        throw new Halted();
    }
}

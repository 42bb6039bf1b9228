package org.vmtorture.memory;

/** Words that tell a hook of each access before making it; plain accesses are told too. */
final class InterposedWords implements Words {
    private final Words words;
    private final InterposedMemory memory;

    InterposedWords(Words words, InterposedMemory memory) {
        this.words = words;
        this.memory = memory;
    }

    @Override
    public String name() {
        return words.name();
    }

    @Override
    public int length() {
        return words.length();
    }

    @Override
    public long getPlain(int index) {
        memory.before(words, index, AccessHook.Kind.LOAD);
        return words.getPlain(index);
    }

    @Override
    public long getOpaque(int index) {
        memory.before(words, index, AccessHook.Kind.LOAD);
        return words.getOpaque(index);
    }

    @Override
    public long getAcquire(int index) {
        memory.before(words, index, AccessHook.Kind.LOAD);
        return words.getAcquire(index);
    }

    @Override
    public long getVolatile(int index) {
        memory.before(words, index, AccessHook.Kind.LOAD);
        return words.getVolatile(index);
    }

    @Override
    public void setPlain(int index, long value) {
        memory.before(words, index, AccessHook.Kind.STORE);
        words.setPlain(index, value);
    }

    @Override
    public void setOpaque(int index, long value) {
        memory.before(words, index, AccessHook.Kind.STORE);
        words.setOpaque(index, value);
    }

    @Override
    public void setRelease(int index, long value) {
        memory.before(words, index, AccessHook.Kind.STORE);
        words.setRelease(index, value);
    }

    @Override
    public void setVolatile(int index, long value) {
        memory.before(words, index, AccessHook.Kind.STORE);
        words.setVolatile(index, value);
    }

    @Override
    public long compareAndExchange(int index, long expected, long value) {
        memory.before(words, index, AccessHook.Kind.RMW);
        return words.compareAndExchange(index, expected, value);
    }

    @Override
    public long getAndAdd(int index, long delta) {
        memory.before(words, index, AccessHook.Kind.RMW);
        return words.getAndAdd(index, delta);
    }

    @Override
    public long getAndSet(int index, long value) {
        memory.before(words, index, AccessHook.Kind.RMW);
        return words.getAndSet(index, value);
    }

    @Override
    public long getAndBitwiseOr(int index, long mask) {
        memory.before(words, index, AccessHook.Kind.RMW);
        return words.getAndBitwiseOr(index, mask);
    }

    @Override
    public long getAndBitwiseAnd(int index, long mask) {
        memory.before(words, index, AccessHook.Kind.RMW);
        return words.getAndBitwiseAnd(index, mask);
    }
}

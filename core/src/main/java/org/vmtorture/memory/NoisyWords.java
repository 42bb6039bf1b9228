package org.vmtorture.memory;

/** Words that may delay before an access, and watch the word during the delay. */
final class NoisyWords implements Words {
    private final HardwareWords words;
    private final Noise noise;

    NoisyWords(HardwareWords words, Noise noise) {
        this.words = words;
        this.noise = noise;
    }

    private void disturb(int index) {
        if (noise.strikes()) {
            long before = words.getOpaque(index);
            noise.delay();
            if (words.getOpaque(index) != before) {
                noise.windowEntered();
            }
        }
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
        return words.getPlain(index);
    }

    @Override
    public void setPlain(int index, long value) {
        words.setPlain(index, value);
    }

    @Override
    public long getOpaque(int index) {
        disturb(index);
        return words.getOpaque(index);
    }

    @Override
    public void setOpaque(int index, long value) {
        disturb(index);
        words.setOpaque(index, value);
    }

    @Override
    public long getAcquire(int index) {
        disturb(index);
        return words.getAcquire(index);
    }

    @Override
    public void setRelease(int index, long value) {
        disturb(index);
        words.setRelease(index, value);
    }

    @Override
    public long getVolatile(int index) {
        disturb(index);
        return words.getVolatile(index);
    }

    @Override
    public void setVolatile(int index, long value) {
        disturb(index);
        words.setVolatile(index, value);
    }

    @Override
    public long compareAndExchange(int index, long expected, long value) {
        disturb(index);
        return words.compareAndExchange(index, expected, value);
    }

    @Override
    public long getAndAdd(int index, long delta) {
        disturb(index);
        return words.getAndAdd(index, delta);
    }

    @Override
    public long getAndSet(int index, long value) {
        disturb(index);
        return words.getAndSet(index, value);
    }

    @Override
    public long getAndBitwiseOr(int index, long mask) {
        disturb(index);
        return words.getAndBitwiseOr(index, mask);
    }

    @Override
    public long getAndBitwiseAnd(int index, long mask) {
        disturb(index);
        return words.getAndBitwiseAnd(index, mask);
    }
}

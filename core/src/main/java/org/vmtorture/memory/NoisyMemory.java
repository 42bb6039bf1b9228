package org.vmtorture.memory;

/**
 * Hardware memory that sometimes delays just before an access: a race window is a few nanoseconds wide, and a delay in
 * front of its second access makes it wide enough for the others to step in. After the delay it looks whether the word
 * changed meanwhile and, if so, counts a <em>window entered</em>: a run that entered none has shown nothing.
 */
public final class NoisyMemory implements SharedMemory {
    private final HardwareMemory hardware;
    private final Noise noise;

    /**
     * @param probability of a delay before one access, from 0 to 1
     * @param seed of the delays' random stream; the schedule is still the operating system's
     */
    public NoisyMemory(HardwareMemory hardware, double probability, long seed) {
        this.hardware = hardware;
        this.noise = new Noise(probability, seed);
    }

    @Override
    public Words words(String name, int length) {
        return new NoisyWords(new HardwareWords(name, length), noise);
    }

    @Override
    public Data data(String name, int length) {
        return hardware.data(name, length);
    }

    @Override
    public Locks locks(String name, int length) {
        return new WordLocks(this, words(name, length));
    }

    @Override
    public void onSpinWait() {
        hardware.onSpinWait();
    }

    /** How many delays there have been. */
    public long delays() {
        return noise.delays();
    }

    /** How many delays in which another CPU changed the very word that was about to be accessed. */
    public long windowsEntered() {
        return noise.windowsEntered();
    }
}

package org.vmtorture.memory;

/** Frame contents on the heap. */
final class HardwareData implements Data {
    private final long[] contents;

    HardwareData(int length) {
        this.contents = new long[length];
    }

    @Override
    public long load(int index) {
        return contents[index];
    }

    @Override
    public void store(int index, long value) {
        contents[index] = value;
    }

    @Override
    public int length() {
        return contents.length;
    }
}

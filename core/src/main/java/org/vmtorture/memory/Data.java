package org.vmtorture.memory;

/**
 * Contents of frames: plain loads and stores, as user programs and devices make them. One 64-bit word stands for a
 * page.
 */
public interface Data {
    long load(int index);

    void store(int index, long value);

    int length();
}

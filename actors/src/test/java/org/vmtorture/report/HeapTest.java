package org.vmtorture.report;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class HeapTest {
    private static final int KEPT = 64 << 20;

    @Test
    void countsWhatACollectionFoundAlive() {
        System.gc();
        long before = Heap.afterGc();
        byte[] kept = new byte[KEPT];
        System.gc();
        long with = Heap.afterGc();

        assertTrue(before > 0, "a collection has run");
        assertTrue(with - before > KEPT / 2, "before=" + before + " with=" + with + " kept=" + kept.length);
    }
}

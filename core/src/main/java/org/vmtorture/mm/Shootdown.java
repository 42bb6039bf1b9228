package org.vmtorture.mm;

/** How a TLB flush reaches the other CPUs. */
public enum Shootdown {
    /**
     * The hardware invalidates everywhere (arm64 TLBI, x86 INVLPGB): the flush waits for instructions under way, not
     * for interrupts. GUP-fast can be overtaken by flush, put and free, and lives by its rechecks alone.
     */
    BROADCAST,
    /**
     * An inter-processor interrupt: the flush waits for every CPU that has interrupts off. GUP-fast holds off flush
     * and put of pages that it found mapped, and races that need them in the middle of it do not exist.
     */
    IPI
}

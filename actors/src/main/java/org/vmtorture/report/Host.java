package org.vmtorture.report;

/**
 * Where a soak runs: what a verdict about memory order depends on. No names of the machine or of its user.
 *
 * @param heap bytes at most
 */
public record Host(String jvm, String os, String arch, int cpus, long heap) {
    public static Host current() {
        return new Host(
                System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory());
    }

    @Override
    public String toString() {
        return jvm + ", " + os + " " + arch + ", " + cpus + " CPUs, heap " + Text.bytes(heap);
    }
}

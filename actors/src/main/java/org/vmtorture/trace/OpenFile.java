package org.vmtorture.trace;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * An open file description: what the kernel calls a {@code struct file}. Descriptors made by dup or fork share one. Its
 * identity is that of the Java object.
 *
 * <p>Whether a mapping of it is kernel memory follows from its name alone, as printed by {@code -y} or known from the
 * call that made it. That suffices because only successful mmaps ask: an ordinary file of sysfs or a netlink socket has
 * a name of the right form too, but cannot be mapped.
 */
final class OpenFile {
    private static final int OBJECT_MAX = 80;
    /** Files without a name whose pages are the process's own, not a driver's. */
    private static final Set<String> USER_MEMORY = Set.of("[secretmem]", "[kvm-gmem]", "[guest_memfd]");

    /** Devices whose pages are anonymous memory, page cache or another file's. */
    private static final Pattern NOT_DRIVER = Pattern.compile("/dev/(?:"
            + "zero|null|full|ashmem|shm(?:/.*)?|hugepages(?:/.*)?|mqueue(?:/.*)?|fd/.*|std(?:in|out|err)"
            + "|(?:disk|mapper|block)/.*"
            + "|(?:[shv]d|xvd)[a-z]+\\d*|nvme\\d+n\\d+(?:p\\d+)?|mmcblk\\d+.*|(?:loop|md|ram|zram|nbd|sr)\\d+(?:p\\d+)?"
            + "|dm-\\d+|pmem\\d.*)");

    private static final Pattern RAW_SOCKET = Pattern.compile("(?:socket|PACKET|XDP):\\[.*");
    private static final Pattern DEVICE_NUMBER = Pattern.compile("<(char|block) \\d+:\\d+>$");

    private final String object;
    private final boolean kernelMemory;
    private final String decoration;
    private int area;

    private OpenFile(String object, boolean kernelMemory, String decoration) {
        this.object = object;
        this.kernelMemory = kernelMemory;
        this.decoration = decoration;
    }

    /** A file as {@code -y} names it; the text within the angle brackets. */
    static OpenFile decorated(String decoration) {
        if (decoration.startsWith("anon_inode:")) {
            String object = decoration.substring("anon_inode:".length());
            return new OpenFile(object, !USER_MEMORY.contains(object), decoration);
        }
        if (RAW_SOCKET.matcher(decoration).matches()) {
            return new OpenFile("socket:[N]", true, decoration);
        }
        String path = DEVICE_NUMBER.matcher(decoration).replaceFirst("");
        boolean block = decoration.endsWith(">") && decoration.contains("<block ");
        if (path.endsWith(" (deleted)")) {
            path = path.substring(0, path.length() - " (deleted)".length());
        }
        return new OpenFile(path, !block && isDriver(path), decoration);
    }

    /** A file opened by path, in a log without {@code -y}. */
    static OpenFile atPath(String path) {
        return new OpenFile(path, isDriver(path), null);
    }

    /** A file that a call other than open made. */
    static OpenFile made(String object, boolean kernelMemory, String decoration) {
        return new OpenFile(object, kernelMemory, decoration);
    }

    private static boolean isDriver(String path) {
        if (path.startsWith("/dev/")) {
            return !NOT_DRIVER.matcher(path).matches();
        }
        return path.startsWith("/sys/") // debugfs and tracefs too
                || path.startsWith("/dmabuf:")
                || path.startsWith("/proc/bus/pci/")
                || path.equals("/proc/vmcore");
    }

    /** Whether {@code -y} would print this file so; if not, the descriptor was closed and reused unseen. */
    boolean fits(String seen) {
        return decoration == null
                || decoration.equals(seen)
                || withoutDeleted(seen).equals(withoutDeleted(decoration));
    }

    private static String withoutDeleted(String decoration) {
        return decoration.replace(" (deleted)", "");
    }

    boolean kernelMemory() {
        return kernelMemory;
    }

    /** The full name or path. */
    String name() {
        return object;
    }

    /** The name, fit for an event. */
    String object() {
        return Skipped.printable(object, OBJECT_MAX);
    }

    /** The number of its area, or 0 if it was never mapped. */
    int area() {
        return area;
    }

    void becomeArea(int number) {
        assert area == 0 && number > 0;
        area = number;
    }
}

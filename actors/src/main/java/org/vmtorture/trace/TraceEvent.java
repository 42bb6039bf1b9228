package org.vmtorture.trace;

import java.util.List;
import java.util.Locale;

/**
 * One thing that happened to kernel memory in user address spaces.
 *
 * <p>{@code t} is in seconds since the first line of the log and never falls. {@code pid} numbers address spaces, not
 * tasks: threads, and a vfork child until its execve, have the number of the space they live in. {@code pgoff} and
 * {@code pages} are in pages of the area, not of the address space.
 */
public sealed interface TraceEvent {
    double t();

    /** An area is mapped for the first time; {@code object} is what its file is, such as {@code bpf-map}. */
    record Area(double t, int area, String object) implements TraceEvent {}

    /** Pages of an area are mapped; {@code prot} is some of {@code rwx} in that order, or {@code none}. */
    record Map(double t, int pid, int area, long pgoff, long pages, String prot) implements TraceEvent {}

    /** A new address space with a copy of these mappings; none if a vfork child got its own space by execve. */
    record Fork(double t, int pid, int child, List<Inherited> inherited) implements TraceEvent {
        public Fork {
            inherited = List.copyOf(inherited);
        }
    }

    /** Pages of an area are unmapped; {@code partial} if another part of the same mapping stays. */
    record Unmap(double t, int pid, int area, long pgoff, long pages, boolean partial, Why why) implements TraceEvent {}

    /** The process closed its last descriptor of an area; {@code mapped} if its own address space still maps some. */
    record Close(double t, int pid, int area, boolean mapped) implements TraceEvent {}

    /** Mapped pages got another address in the same address space, by mremap. */
    record Move(double t, int pid, int area, long pgoff, long pages) implements TraceEvent {}

    /** A mapping that a child has from its parent. */
    record Inherited(int area, long pgoff, long pages) {}

    /** The system call that unmapped; {@code MMAP} is a MAP_FIXED over the pages. {@code toString} is its name. */
    enum Why {
        MUNMAP,
        MMAP,
        MREMAP,
        EXECVE,
        EXIT;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}

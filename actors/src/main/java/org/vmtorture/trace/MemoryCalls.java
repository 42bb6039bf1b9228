package org.vmtorture.trace;

import java.util.List;
import org.vmtorture.trace.AddressSpace.Mapping;
import org.vmtorture.trace.AddressSpace.Removed;
import org.vmtorture.trace.TraceEvent.Why;

/** What mmap, munmap and mremap do to an address space. */
final class MemoryCalls {
    private static final long MAP_FIXED = 0x10;
    private static final long MAP_ANONYMOUS = 0x20;
    private static final long MREMAP_DONTUNMAP = 4;
    private static final long ADDRESS_MAX = 1L << 57; // five levels of page tables
    private static final long PAGE = 1L << AddressSpace.PAGE_SHIFT;

    private final Journal journal;

    MemoryCalls(Journal journal) {
        this.journal = journal;
    }

    private static long address(long address) {
        if (address < 0 || address > ADDRESS_MAX || address % PAGE != 0) {
            throw new Call.BadArgument(Long.toHexString(address));
        }
        return address;
    }

    /** A length, rounded up to pages. */
    private static long length(Call call, int index) {
        long length = call.size(index);
        if (length > ADDRESS_MAX) {
            throw new Call.BadArgument(call.argument(index));
        }
        return (length + PAGE - 1) / PAGE * PAGE;
    }

    private static long notEmpty(long length) {
        if (length == 0) {
            throw new Call.BadArgument("0");
        }
        return length;
    }

    void mmap(Task task, Call call) {
        long start = address(call.result());
        long length = notEmpty(length(call, 1));
        Flags flags = new Flags(call.argument(3));
        long pgoff = call.bits(5) >>> AddressSpace.PAGE_SHIFT;
        clear(task.mm(), start, length, flags.has("MAP_FIXED", MAP_FIXED));
        if (flags.has("MAP_ANONYMOUS", MAP_ANONYMOUS)) {
            return;
        }
        String fd = call.argument(4);
        OpenFile file = task.files().file(Call.fd(fd), Call.decoration(fd));
        if (file == null) {
            journal.skip(Skipped.Reason.UNKNOWN_FD);
        } else if (file.kernelMemory()) {
            if (file.area() == 0) {
                journal.area(file);
            }
            map(
                    task.mm(),
                    new Mapping(
                            start, length / PAGE, file.area(), pgoff, prot(call.argument(2)), journal.lineNumber()));
        }
    }

    private static String prot(String text) {
        Flags flags = new Flags(text);
        String prot = (flags.has("PROT_READ", 1) ? "r" : "")
                + (flags.has("PROT_WRITE", 2) ? "w" : "")
                + (flags.has("PROT_EXEC", 4) ? "x" : "");
        return prot.isEmpty() ? "none" : prot;
    }

    private void map(AddressSpace mm, Mapping mapping) {
        if (mm.map(mapping)) {
            journal.map(mm, mapping);
        } else {
            journal.skip(Skipped.Reason.TOO_MANY);
        }
    }

    /**
     * Makes room for a new mapping. Unless it is MAP_FIXED, the kernel chose a free place: what we still hold went
     * by a munmap that another thread is in the midst of, or that the log lacks.
     */
    private void clear(AddressSpace mm, long start, long length, boolean fixed) {
        unmap(mm, start, length, Long.MAX_VALUE, fixed ? Why.MMAP : Why.MUNMAP);
    }

    private void unmap(AddressSpace mm, long start, long length, long before, Why why) {
        for (Removed removed : mm.unmap(start, start + length, before)) {
            journal.unmap(mm, removed, why);
        }
    }

    /** {@code begun} is the line at which munmap was entered; other threads may have mapped the place again since. */
    void munmap(Task task, Call call, long begun) {
        unmap(task.mm(), address(call.size(0)), length(call, 1), begun, Why.MUNMAP);
    }

    void mremap(Task task, Call call, long begun) {
        AddressSpace mm = task.mm();
        long from = address(call.size(0));
        long oldLength = length(call, 1);
        long newLength = notEmpty(length(call, 2));
        long to = address(call.result());
        boolean fixed = call.arguments().size() > 4 && call.argument(3).contains("MREMAP_FIXED");
        boolean keeps = oldLength == 0 || new Flags(call.argument(3)).has("MREMAP_DONTUNMAP", MREMAP_DONTUNMAP);
        // Old length 0 maps shared pages again, from the address on.
        long meant = oldLength == 0 ? newLength : oldLength;
        List<Mapping> found = mm.within(from, from + meant, begun);
        if (found.isEmpty() && !mm.wholeInLog()) {
            journal.skip(Skipped.Reason.UNKNOWN_MEMORY);
        }
        if (newLength < oldLength) {
            unmap(mm, from + newLength, oldLength - newLength, begun, Why.MREMAP);
            found = mm.within(from, from + newLength, begun);
        }
        if (to != from) {
            if (fixed) {
                unmap(mm, to, newLength, Long.MAX_VALUE, Why.MREMAP);
            } else {
                clear(mm, to, newLength, false);
            }
            for (Mapping part : found) {
                move(mm, part, to + (part.start() - from), keeps);
            }
        }
        grow(mm, found, to, meant, newLength);
    }

    private void move(AddressSpace mm, Mapping part, long to, boolean keeps) {
        Mapping moved = new Mapping(to, part.pages(), part.area(), part.pgoff(), part.prot(), journal.lineNumber());
        if (keeps) {
            map(mm, moved);
            return;
        }
        mm.unmap(part.start(), part.end(), journal.lineNumber());
        if (mm.map(moved)) {
            journal.move(mm, moved);
        }
    }

    /** The pages that mremap adds at the end become a mapping of their own, so that each unmap answers to one map. */
    private void grow(AddressSpace mm, List<Mapping> found, long to, long oldLength, long newLength) {
        if (newLength <= oldLength || found.isEmpty()) {
            return;
        }
        Mapping last = found.get(found.size() - 1);
        long added = (newLength - oldLength) / PAGE;
        long start = to + oldLength;
        clear(mm, start, newLength - oldLength, false);
        map(mm, new Mapping(start, added, last.area(), last.pgoff() + last.pages(), last.prot(), journal.lineNumber()));
    }
}

package org.vmtorture.check;

import org.vmtorture.mm.Vmas;

/** VMAs as /proc/pid/smaps would show them. */
final class VmaFlags {
    private VmaFlags() {}

    /** The flags of the VMA at a page that tell how a driver maps, without their VM_. */
    static String names(Vmas vmas, int mm, int page) {
        long flags = Vmas.flags(vmas.range(mm, vmas.find(mm, page)));
        StringBuilder names = new StringBuilder();
        add(names, flags, Vmas.PFNMAP, "PFNMAP");
        add(names, flags, Vmas.MIXEDMAP, "MIXEDMAP");
        add(names, flags, Vmas.DONTCOPY, "DONTCOPY");
        add(names, flags, Vmas.DONTEXPAND, "DONTEXPAND");
        add(names, flags, Vmas.DONTDUMP, "DONTDUMP");
        return names.toString();
    }

    private static void add(StringBuilder names, long flags, long flag, String name) {
        if ((flags & flag) != 0) {
            names.append(names.isEmpty() ? "" : " ").append(name);
        }
    }

    /** How many VMAs cover a range. */
    static String count(Vmas vmas, int mm, int start, int end) {
        int count = 0;
        for (int page = start; page < end; page = Vmas.end(vmas.range(mm, vmas.find(mm, page)))) {
            count++;
        }
        return String.valueOf(count);
    }
}

package org.vmtorture.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The mappings of kernel memory in one {@code mm_struct}, by address. Others are not kept: they cannot matter. */
final class AddressSpace {
    static final int MAPPINGS_MAX = 65_530; // the kernel's vm.max_map_count, as it comes
    static final int PAGE_SHIFT = 12;

    /**
     * A mapping, or the part of one that is left.
     *
     * @param born the line that mapped it; a munmap that began before that line cannot have meant it
     */
    record Mapping(long start, long pages, int area, long pgoff, String prot, long born) {
        long end() {
            return start + (pages << PAGE_SHIFT);
        }

        /** The part from page {@code from} up to, not including, page {@code to}. */
        Mapping part(long from, long to) {
            return new Mapping(start + (from << PAGE_SHIFT), to - from, area, pgoff + from, prot, born);
        }
    }

    /** A mapping, or part of it, that was taken out; {@code partial} if another part of the same mapping stays. */
    record Removed(Mapping mapping, boolean partial) {}

    private final int id;
    private final TreeMap<Long, Mapping> mappings = new TreeMap<>();
    private int users = 1; // processes in it: more than one only while a vfork child, or the like, borrows it
    private boolean wholeInLog;

    AddressSpace(int id) {
        this.id = id;
    }

    AddressSpace fork(int child) {
        AddressSpace copy = new AddressSpace(child);
        copy.mappings.putAll(mappings);
        copy.wholeInLog = wholeInLog;
        return copy;
    }

    int id() {
        return id;
    }

    int users() {
        return users;
    }

    void enter() {
        users++;
    }

    void leave() {
        assert users > 0;
        users--;
    }

    /** Whether every mapping of it was made within the log, as it is after an execve that we saw. */
    boolean wholeInLog() {
        return wholeInLog;
    }

    /** Empties the space by execve or exit, and returns what was in it, by area. */
    List<Mapping> clear() {
        List<Mapping> all = byArea();
        mappings.clear();
        return all;
    }

    void beginsInLog() {
        wholeInLog = true;
    }

    List<Mapping> byArea() {
        List<Mapping> all = new ArrayList<>(mappings.values());
        all.sort(Comparator.comparingInt(Mapping::area).thenComparingLong(Mapping::pgoff));
        return all;
    }

    /** Returns false if the space is full. The addresses must be free. */
    boolean map(Mapping mapping) {
        if (mappings.size() >= MAPPINGS_MAX) {
            return false;
        }
        mappings.put(mapping.start(), mapping);
        return true;
    }

    boolean maps(int area) {
        return mappings.values().stream().anyMatch(mapping -> mapping.area() == area);
    }

    /** The parts of mappings in [start, end) that are older than the line {@code before}, by address. */
    List<Mapping> within(long start, long end, long before) {
        List<Mapping> parts = new ArrayList<>();
        for (Mapping mapping : touching(start, end).values()) {
            if (mapping.born() < before && mapping.end() > start) {
                parts.add(mapping.part(pageIn(mapping, start), pageIn(mapping, end)));
            }
        }
        return parts;
    }

    /** Unmaps [start, end), but for mappings as young as the line {@code before}, and returns what went, by address. */
    List<Removed> unmap(long start, long end, long before) {
        List<Removed> removed = new ArrayList<>();
        for (Mapping mapping : List.copyOf(touching(start, end).values())) {
            if (mapping.born() >= before || mapping.end() <= start) {
                continue;
            }
            long from = pageIn(mapping, start);
            long to = pageIn(mapping, end);
            mappings.remove(mapping.start());
            if (from > 0) {
                mappings.put(mapping.start(), mapping.part(0, from));
            }
            if (to < mapping.pages()) {
                Mapping tail = mapping.part(to, mapping.pages());
                mappings.put(tail.start(), tail);
            }
            removed.add(new Removed(mapping.part(from, to), from > 0 || to < mapping.pages()));
        }
        return removed;
    }

    private NavigableMap<Long, Mapping> touching(long start, long end) {
        Map.Entry<Long, Mapping> first = mappings.floorEntry(start);
        long from = first == null ? start : first.getKey();
        return from >= end ? new TreeMap<>() : mappings.subMap(from, true, end, false);
    }

    private static long pageIn(Mapping mapping, long address) {
        long page = (address - mapping.start()) >> PAGE_SHIFT;
        return Math.max(0, Math.min(page, mapping.pages()));
    }
}

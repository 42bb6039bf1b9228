package org.vmtorture.soak;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vmtorture.trace.StraceLog;
import org.vmtorture.trace.TraceEvent;
import org.vmtorture.trace.TraceFormatException;

/** Turns a strace log's events into a {@link TraceScript}. */
final class TraceCompiler {
    private static final int PAGES_PER_AREA_MAX = 1 << 18; // 1 GiB, the largest ring that real programs make
    private static final int AREAS_MAX = 1024;

    /** Pages of an area that a process has mapped in one piece. */
    private record Piece(int key, int offset, int area, long pgoff, int pages) {
        boolean overlaps(TraceEvent.Unmap unmap) {
            return area == unmap.area() && pgoff < unmap.pgoff() + unmap.pages() && unmap.pgoff() < pgoff + pages;
        }
    }

    private final StraceLog log;
    private final List<TraceScript.Step> steps = new ArrayList<>();
    private final Map<Integer, Integer> slots = new HashMap<>(); // by the log's process number
    private final Map<Integer, List<Piece>> pieces = new HashMap<>();
    private final Map<Integer, Integer> lastClose = new HashMap<>(); // by area: the index of its last close event
    private final Deque<Integer> freeSlots = new ArrayDeque<>();
    private final int[] areaPages;
    private int processSlots;
    private int keys;
    private int pagesMax;

    private TraceCompiler(StraceLog log) {
        this.log = log;
        this.areaPages = new int[log.areas()];
    }

    /** @throws TraceFormatException if the log maps no kernel memory, or more than the model holds */
    static TraceScript compile(StraceLog log) {
        return new TraceCompiler(log).compile();
    }

    private TraceScript compile() {
        if (log.areas() == 0 || log.mappings() == 0) {
            throw new TraceFormatException(
                    log.source(),
                    "no kernel memory is mapped in this log, so there is nothing to soak",
                    "trace a program that maps a driver's memory, such as perf, tcpdump or a libbpf tool");
        }
        if (log.areas() > AREAS_MAX) {
            throw new TraceFormatException(log.source(), log.areas() + " areas", "the model takes up to " + AREAS_MAX);
        }
        measureAreas();
        int index = 0;
        for (TraceEvent event : log.events()) {
            take(event, index++);
        }
        endAll();
        return new TraceScript(
                List.copyOf(steps), areaPages, processSlots, keys, pagesMax, log.processes(), log.mappings());
    }

    private void measureAreas() {
        int index = 0;
        for (TraceEvent event : log.events()) {
            if (event instanceof TraceEvent.Map map) {
                long end = map.pgoff() + map.pages();
                if (end > PAGES_PER_AREA_MAX) {
                    throw new TraceFormatException(
                            log.source(),
                            "area " + map.area() + " has " + end + " pages",
                            "the model takes up to " + PAGES_PER_AREA_MAX);
                }
                areaPages[map.area() - 1] = Math.max(areaPages[map.area() - 1], (int) end);
            } else if (event instanceof TraceEvent.Close close) {
                lastClose.put(close.area(), index);
            }
            index++;
        }
    }

    private void take(TraceEvent event, int index) {
        if (event instanceof TraceEvent.Area area) {
            steps.add(new TraceScript.Create(area.area() - 1));
        } else if (event instanceof TraceEvent.Map map) {
            map(map);
        } else if (event instanceof TraceEvent.Unmap unmap) {
            unmap(unmap);
        } else if (event instanceof TraceEvent.Move move) {
            move(move);
        } else if (event instanceof TraceEvent.Fork fork) {
            fork(fork);
        } else if (event instanceof TraceEvent.Close close && lastClose.get(close.area()) == index) {
            steps.add(new TraceScript.Destroy(close.area() - 1));
        }
    }

    private int slot(int pid) {
        Integer slot = slots.get(pid);
        if (slot == null) {
            slot = takeSlot(pid);
            steps.add(new TraceScript.Begin(slot));
        }
        return slot;
    }

    private int takeSlot(int pid) {
        int slot = freeSlots.isEmpty() ? processSlots++ : freeSlots.pop();
        slots.put(pid, slot);
        pieces.put(pid, new ArrayList<>());
        return slot;
    }

    private int freeKey(int pid) {
        int key = 0;
        while (isUsed(pid, key)) {
            key++;
        }
        keys = Math.max(keys, key + 1);
        return key;
    }

    private boolean isUsed(int pid, int key) {
        return pieces.get(pid).stream().anyMatch(piece -> piece.key() == key);
    }

    private void add(int pid, Piece piece) {
        List<Piece> mine = pieces.get(pid);
        mine.add(piece);
        int pages = 0;
        for (Piece each : mine) {
            pages += each.pages();
        }
        pagesMax = Math.max(pagesMax, pages);
    }

    private void map(TraceEvent.Map map) {
        int slot = slot(map.pid());
        int key = freeKey(map.pid());
        int area = map.area() - 1;
        steps.add(new TraceScript.Map(slot, key, area, (int) map.pgoff(), (int) map.pages()));
        add(map.pid(), new Piece(key, 0, map.area(), map.pgoff(), (int) map.pages()));
    }

    private void unmap(TraceEvent.Unmap unmap) {
        int slot = slot(unmap.pid());
        for (Piece piece : List.copyOf(pieces.get(unmap.pid()))) {
            if (piece.overlaps(unmap)) {
                cut(unmap.pid(), slot, piece, unmap.pgoff(), unmap.pages());
                break; // an event names one mapping; a second one of the same pages has an event of its own
            }
        }
        if (pieces.get(unmap.pid()).isEmpty() && unmap.why() == TraceEvent.Why.EXIT) {
            exit(unmap.pid());
        }
    }

    /** Takes pages out of a piece; what is left keeps its key. */
    private void cut(int pid, int slot, Piece piece, long pgoff, long pages) {
        int from = (int) Math.max(0, pgoff - piece.pgoff());
        int to = (int) Math.min(piece.pages(), pgoff + pages - piece.pgoff());
        steps.add(new TraceScript.Unmap(slot, piece.key(), piece.offset() + from, to - from));
        remove(pid, piece, from, to);
    }

    private void remove(int pid, Piece piece, int from, int to) {
        List<Piece> mine = pieces.get(pid);
        mine.remove(piece);
        if (from > 0) {
            mine.add(new Piece(piece.key(), piece.offset(), piece.area(), piece.pgoff(), from));
        }
        if (to < piece.pages()) {
            mine.add(new Piece(piece.key(), piece.offset() + to, piece.area(), piece.pgoff() + to, piece.pages() - to));
        }
    }

    private void move(TraceEvent.Move move) {
        int slot = slot(move.pid());
        for (Piece piece : List.copyOf(pieces.get(move.pid()))) {
            long from = move.pgoff() - piece.pgoff();
            if (piece.area() == move.area() && from >= 0 && from + move.pages() <= piece.pages()) {
                int key = freeKey(move.pid());
                int pages = (int) move.pages();
                steps.add(new TraceScript.Move(slot, piece.key(), piece.offset() + (int) from, pages, key));
                remove(move.pid(), piece, (int) from, (int) from + pages);
                add(move.pid(), new Piece(key, 0, move.area(), move.pgoff(), pages));
                return;
            }
        }
    }

    private void fork(TraceEvent.Fork fork) {
        int parent = slot(fork.pid());
        int child = takeSlot(fork.child());
        steps.add(new TraceScript.Fork(parent, child));
        List<TraceEvent.Inherited> inherited = new ArrayList<>(fork.inherited());
        for (Piece piece : List.copyOf(pieces.get(fork.pid()))) {
            if (inherited.removeIf(each -> isSame(each, piece))) {
                add(fork.child(), piece);
            } else { // VM_DONTCOPY: the kernel does not copy it, and nor may we keep it
                steps.add(new TraceScript.Unmap(child, piece.key(), piece.offset(), piece.pages()));
            }
        }
    }

    private static boolean isSame(TraceEvent.Inherited inherited, Piece piece) {
        return inherited.area() == piece.area()
                && inherited.pgoff() == piece.pgoff()
                && inherited.pages() == piece.pages();
    }

    private void exit(int pid) {
        int slot = slots.remove(pid);
        pieces.remove(pid);
        steps.add(new TraceScript.Exit(slot));
        freeSlots.push(slot);
    }

    /** Where the log ends, everyone exits and every driver lets go. */
    private void endAll() {
        for (int pid : List.copyOf(slots.keySet())) {
            exit(pid);
        }
        for (int area = 0; area < areaPages.length; area++) {
            if (!lastClose.containsKey(area + 1)) {
                steps.add(new TraceScript.Destroy(area));
            }
        }
    }
}

package org.vmtorture.trace;

import java.util.List;
import java.util.Map;

/**
 * What a strace log says about kernel memory, and what of it could not be used.
 *
 * @param source the name of the log, for messages
 * @param timed whether the lines carry times; if not, every {@code t} is 0 and only the order of events counts
 * @param processes address spaces seen; the pids of the events are below it
 * @param mappings mappings made by mmap and mremap; inherited ones not counted
 * @param lines lines in all
 * @param linesUsed lines of calls that the reader followed. The rest were irrelevant (read, write, failed calls) or are
 *     counted by {@code unusable}; a line taken by a guess is counted by both
 * @param skipped the first lines that could not be used, at most {@value #SKIPPED_MAX}
 * @param unusable how many lines could not be used, by reason: the exact counts
 */
public record StraceLog(
        String source,
        boolean timed,
        List<TraceEvent> events,
        int processes,
        int areas,
        long mappings,
        long lines,
        long linesUsed,
        List<Skipped> skipped,
        Map<Skipped.Reason, Long> unusable) {
    public static final int SKIPPED_MAX = 20;

    public StraceLog {
        events = List.copyOf(events);
        skipped = List.copyOf(skipped);
        unusable = Map.copyOf(unusable);
    }
}

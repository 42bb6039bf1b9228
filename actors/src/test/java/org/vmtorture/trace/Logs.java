package org.vmtorture.trace;

import java.io.StringReader;
import java.util.List;
import java.util.stream.Collectors;

/** Short logs for tests, and events as short text: {@code map 0 a1 0+4 rw} maps 4 pages of area 1 from page 0 on. */
final class Logs {
    private Logs() {}

    static StraceLog read(String log) {
        return new StraceReader().read("test", new StringReader(log));
    }

    /** The events of a log which must be understood to the last line. */
    static List<String> events(String log) {
        StraceLog read = read(log);
        if (!read.skipped().isEmpty()) {
            throw new AssertionError("skipped=" + read.skipped());
        }
        return texts(read);
    }

    static List<String> texts(StraceLog log) {
        return log.events().stream().map(Logs::text).toList();
    }

    /** The reasons for which lines were skipped, and where. */
    static List<String> skips(String log) {
        return read(log).skipped().stream()
                .map(skip -> skip.line() + " " + skip.reason().name())
                .toList();
    }

    private static String text(TraceEvent event) {
        if (event instanceof TraceEvent.Area area) {
            return "area a" + area.area() + " " + area.object();
        } else if (event instanceof TraceEvent.Map map) {
            return "map " + pages(map.pid(), map.area(), map.pgoff(), map.pages()) + " " + map.prot();
        } else if (event instanceof TraceEvent.Fork fork) {
            return fork.inherited().stream()
                    .map(one -> " a" + one.area() + " " + one.pgoff() + "+" + one.pages())
                    .collect(Collectors.joining(",", "fork " + fork.pid() + " " + fork.child(), ""));
        } else if (event instanceof TraceEvent.Unmap unmap) {
            String partial = unmap.partial() ? " partial" : "";
            return "unmap " + pages(unmap.pid(), unmap.area(), unmap.pgoff(), unmap.pages()) + " " + unmap.why()
                    + partial;
        } else if (event instanceof TraceEvent.Close close) {
            return "close " + close.pid() + " a" + close.area() + (close.mapped() ? " mapped" : "");
        } else if (event instanceof TraceEvent.Move move) {
            return "move " + pages(move.pid(), move.area(), move.pgoff(), move.pages());
        }
        throw new AssertionError(event);
    }

    private static String pages(int pid, int area, long pgoff, long pages) {
        return pid + " a" + area + " " + pgoff + "+" + pages;
    }
}

package org.vmtorture.soak;

import java.util.Map;
import java.util.stream.Collectors;
import org.vmtorture.trace.Skipped;
import org.vmtorture.trace.StraceLog;
import org.vmtorture.trace.StraceReader;

/** Picks the workload that options ask for. */
final class Workloads {
    private static final int SKIPPED_SHOWN = 5;

    private Workloads() {}

    /** @throws org.vmtorture.trace.TraceFormatException if the options name a trace that cannot be used */
    static Workload of(SoakOptions options, SoakListener listener) {
        if (options.trace().isEmpty()) {
            return new ProfileWorkload(options.profile(), options.careless(), options.gup());
        }
        StraceLog log = new StraceReader().read(options.trace().get());
        TraceScript script = TraceCompiler.compile(log);
        describe(log, script, listener);
        return new TraceWorkload(script, options.profile(), options.careless(), options.gup());
    }

    /** What was taken from the log, and what could not be used. */
    private static void describe(StraceLog log, TraceScript script, SoakListener listener) {
        listener.note("trace " + log.source() + ": " + log.processes() + " processes, " + log.areas() + " areas, "
                + log.mappings() + " mappings, " + script.steps().size() + " steps; " + log.linesUsed() + " of "
                + log.lines() + " lines used");
        if (log.unusable().isEmpty()) {
            listener.note("trace " + log.source() + ": no line that concerns kernel memory was left out");
            return;
        }
        for (Map.Entry<Skipped.Reason, Long> reason : log.unusable().entrySet()) {
            String lines = log.skipped().stream()
                    .filter(skipped -> skipped.reason() == reason.getKey())
                    .limit(SKIPPED_SHOWN)
                    .map(skipped -> Long.toString(skipped.line()))
                    .collect(Collectors.joining(", "));
            listener.note("trace " + log.source() + ": could not use " + reason.getValue() + " lines: "
                    + reason.getKey() + (lines.isEmpty() ? "" : " (first: line " + lines + ")"));
        }
    }
}

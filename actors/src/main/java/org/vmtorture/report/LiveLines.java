package org.vmtorture.report;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.vmtorture.soak.Leg;
import org.vmtorture.soak.Progress;

/**
 * What is seen while a soak runs: two lines redrawn every second on a terminal, elsewhere a line when a leg starts
 * and then every ten seconds; every minute in a soak of more than ten.
 */
final class LiveLines {
    private static final long OFTEN = TimeUnit.SECONDS.toNanos(10);
    private static final long SELDOM = TimeUnit.MINUTES.toNanos(1);

    private final Screen screen;
    private final long totalNanos;
    private final int legs;
    private Progress last; // of any leg, so that a leg's first line can say where the soak is
    private long printedAt;

    LiveLines(Screen screen, long totalNanos, int legs) {
        this.screen = screen;
        this.totalNanos = totalNanos;
        this.legs = legs;
    }

    void legStarted(Leg leg) {
        if (screen.redraws()) {
            return;
        }
        long nanos = last == null ? 0 : last.nanos();
        screen.line(head(leg, nanos, totalNanos)
                + " ops=" + Text.count(last == null ? 0 : last.operations())
                + " find=" + found(last)
                + " leg=" + (leg.index() + 1) + "/" + legs);
        printedAt = nanos;
    }

    void progress(Progress progress) {
        last = progress;
        if (screen.redraws()) {
            screen.draw(List.of(activity(progress), "hlth" + health(progress)));
        } else if (progress.nanos() - printedAt >= (totalNanos > 10 * SELDOM ? SELDOM : OFTEN)) {
            screen.line(activity(progress) + health(progress));
            printedAt = progress.nanos();
        }
    }

    private static String activity(Progress progress) {
        return head(progress.leg(), progress.nanos(), progress.totalNanos())
                + " ops=" + Text.count(progress.operations())
                + " " + Text.count(progress.operationsPerSecond()) + "/s"
                + " find=" + found(progress);
    }

    private static String health(Progress progress) {
        return " windows=" + Text.count(progress.windowsEntered())
                + " sit=" + progress.situationsReached() + "/" + progress.situations()
                + " retained=" + progress.retainedPages()
                + " audits=" + progress.audits()
                + " stuck=" + progress.stuck();
    }

    private static String head(Leg leg, long nanos, long totalNanos) {
        return "soak " + Text.clock(nanos) + "/" + Text.clock(totalNanos) + " "
                + leg.strategy().id() + " " + leg.drivers();
    }

    private static String found(Progress progress) {
        return progress == null ? "0/0" : progress.uniqueFindings() + "/" + Text.exact(progress.findings());
    }
}

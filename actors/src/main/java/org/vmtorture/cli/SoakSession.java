package org.vmtorture.cli;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.vmtorture.page.NoRunException;
import org.vmtorture.page.RunPage;
import org.vmtorture.report.ExitStatus;
import org.vmtorture.report.PastRun;
import org.vmtorture.report.RunDirectory;
import org.vmtorture.report.RunDirectoryException;
import org.vmtorture.report.Screen;
import org.vmtorture.report.SoakReporter;
import org.vmtorture.report.SoakRun;
import org.vmtorture.report.Text;
import org.vmtorture.soak.SoakListener;
import org.vmtorture.soak.SoakPast;
import org.vmtorture.soak.SoakResult;
import org.vmtorture.soak.WrongModelException;
import org.vmtorture.trace.TraceFormatException;
import org.vmtorture.web.Dashboard;

/** One soak from its directory to its exit status, whatever stops it. */
final class SoakSession {
    /**
     * A soak that was interrupted returns within three seconds, and the table takes none; the user was promised five.
     */
    private static final long STOP_SECONDS = 4;

    private static final long ABANDON_MILLIS = 700;

    private final Shell shell;
    private final SoakRun run;
    private final Optional<PastRun> past;
    private final Supplier<RunDirectory> opening;
    private final OptionalInt web; // the page's port, 0 for any that is free
    private final boolean json;
    private final Screen screen;
    private final CountDownLatch done = new CountDownLatch(1);
    private final AtomicReference<ExitStatus> signal = new AtomicReference<>(); // the first that came
    private final AtomicReference<Torture> torture = new AtomicReference<>(); // set by the main thread, for signals
    private final AtomicReference<SoakReporter> reporter = new AtomicReference<>(); // likewise

    /** @param opening what opens the run's directory, and refuses with a {@link RunDirectoryException} */
    SoakSession(
            Shell shell,
            SoakRun run,
            Optional<PastRun> past,
            Supplier<RunDirectory> opening,
            OptionalInt web,
            boolean json) {
        this.shell = shell;
        this.run = run;
        this.past = past;
        this.opening = opening;
        this.web = web;
        this.json = json;
        var out = json ? shell.err() : shell.out();
        this.screen = Screen.of(out, shell.terminal(), shell.environment());
    }

    int run() {
        if (shell.forked()) {
            Signals.on("INT", () -> stopped(ExitStatus.INTERRUPTED));
            Signals.on("TERM", () -> stopped(ExitStatus.TERMINATED));
        }
        try (Dashboard page = dashboard(); // null without one
                RunDirectory directory = directory()) {
            int status = run(directory, page);
            if (json) {
                shell.out().print(reporter.get().json());
                shell.out().flush();
            } else if (status != ExitStatus.TESTER_FAILED.code()) {
                screen.line("Run directory: " + directory.path());
                reporter.get().unfinished().ifPresent(screen::line);
            }
            page(directory);
            return status;
        } catch (IOException unclosed) {
            throw new Complaint(ExitStatus.NO_RESOURCES, "cannot write to the run directory: " + unclosed.getMessage());
        } finally {
            done.countDown();
        }
    }

    /** Last of all, since it takes a second: whoever sent a signal waits for the prompt, and can have it later. */
    private void page(RunDirectory directory) {
        if (reporter.get().fault().isEmpty()) {
            String path = directory.path().toString();
            if (signal.get() != null) {
                screen.line("Page: ./vmtorture report " + SoakRun.quoted(path));
                return;
            }
            try {
                directory.page(RunPage.of(directory.path()));
                screen.line("Page: " + path + "/" + RunDirectory.PAGE);
            } catch (IOException | NoRunException unwritten) {
                screen.line("No page was written: " + Text.printable(String.valueOf(unwritten.getMessage())));
            }
        }
    }

    private RunDirectory directory() {
        try {
            return opening.get();
        } catch (RunDirectoryException refused) {
            throw new Complaint(refused.status(), refused.getMessage());
        }
    }

    /** Before the run directory, of which nothing is to be left if the port cannot be had. */
    private Dashboard dashboard() {
        if (web.isEmpty()) {
            return null;
        }
        int port = web.getAsInt();
        try {
            return Dashboard.open(port, run);
        } catch (IOException refused) {
            String which = port == 0 ? "--web" : "--web " + port;
            throw new Complaint(ExitStatus.NO_RESOURCES, which + ": cannot listen: " + refused.getMessage());
        }
    }

    private int run(RunDirectory directory, Dashboard page) {
        SoakReporter telling = new SoakReporter(run, past, directory, screen, shell.clock(), this::interrupt);
        reporter.set(telling);
        telling.begin();
        if (page == null) {
            return run(directory, telling, telling);
        }
        screen.line("web        " + page.url());
        int status = run(directory, telling, page.beside(telling));
        page.ended("ended with exit status " + status);
        return status;
    }

    private int run(RunDirectory directory, SoakReporter telling, SoakListener listener) {
        try {
            torture.set(shell.soaks().of(run.options(), past.map(PastRun::soak).orElse(SoakPast.NONE), listener));
            if (signal.get() != null) {
                interrupt(); // the signal came while there was nothing to interrupt
            }
            SoakResult result = torture.get().run();
            int status = telling.finish(result, Optional.ofNullable(signal.get()));
            if (!telling.fault().isEmpty()) {
                Main.complain(shell, new Complaint(ExitStatus.NO_RESOURCES, telling.fault()));
            }
            return status;
        } catch (WrongModelException wrong) {
            return abandoned(ExitStatus.TESTER_FAILED, wrong.getMessage());
        } catch (TraceFormatException wrong) {
            return abandoned(ExitStatus.USAGE, wrong.getMessage());
        } catch (Throwable thrown) {
            return outOfMemory(thrown)
                    ? abandoned(ExitStatus.NO_RESOURCES, heapTooSmall())
                    : crashed(directory, thrown);
        }
    }

    private int abandoned(ExitStatus status, String why) {
        reporter.get().abandon("failed", "failed", status, why);
        return Main.complain(shell, new Complaint(status, why));
    }

    private int crashed(RunDirectory directory, Throwable thrown) {
        String what = "the tester failed: " + thrown;
        String trace = Main.stackTrace(thrown);
        try {
            directory.crash(trace);
            what += "; stack trace: " + directory.path() + "/crash.txt";
        } catch (IOException unwritable) {
            shell.err().print(trace);
        }
        return abandoned(ExitStatus.TESTER_FAILED, what);
    }

    static boolean outOfMemory(Throwable thrown) {
        int depth = 0;
        for (Throwable cause = thrown; cause != null && depth < 20; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError) {
                return true;
            }
            depth++;
        }
        return false;
    }

    private String heapTooSmall() {
        return "frames=" + run.options().profile().frames() + ": does not fit in the heap of "
                + Text.bytes(run.host().heap())
                + "; use fewer --frames, or more heap with VMTORTURE_JAVA_OPTS=-Xmx"
                + 2 * (1 + (run.host().heap() >> 30)) + "g";
    }

    private void interrupt() {
        Torture running = torture.get();
        if (running != null) {
            running.interrupt();
        }
    }

    /** A signal: the first ends the soak in order, the second ends the process. */
    private void stopped(ExitStatus status) {
        if (!signal.compareAndSet(null, status)) {
            Runtime.getRuntime().halt(status.code());
        }
        Thread watch = new Thread(() -> watch(status), "vmtorture-stop");
        watch.setDaemon(true);
        watch.start();
        SoakReporter telling = reporter.get();
        if (telling != null) {
            telling.hurry();
        }
        interrupt();
    }

    /** A soak that does not come back is left where it is; what it has found is on disk. */
    private void watch(ExitStatus status) {
        try {
            if (done.await(STOP_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
            Thread last = new Thread(() -> giveUp(status), "vmtorture-give-up");
            last.setDaemon(true);
            last.start();
            last.join(ABANDON_MILLIS);
        } catch (InterruptedException nobodyDoes) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(status.code());
    }

    private void giveUp(ExitStatus status) {
        SoakReporter telling = reporter.get();
        if (telling == null) {
            return;
        }
        ExitStatus last = telling.foundAny() ? ExitStatus.FINDINGS : status;
        telling.abandon("interrupted", "stopped", last, "did not stop within " + STOP_SECONDS + " s");
        shell.err().println("vmtorture: the soak did not stop within " + STOP_SECONDS + " s");
        Runtime.getRuntime().halt(last.code());
    }
}

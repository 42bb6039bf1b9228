package org.vmtorture.cli;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.vmtorture.report.ExitStatus;
import org.vmtorture.report.RunDirectory;
import org.vmtorture.report.RunDirectoryException;
import org.vmtorture.report.Screen;
import org.vmtorture.report.SurveyReporter;
import org.vmtorture.report.SurveyRun;
import org.vmtorture.survey.Survey;

/** One survey from its directory to its exit status, whatever stops it. */
final class ExploreSession {
    /** A search that was told to stop does so within milliseconds; the user was promised five seconds. */
    private static final long STOP_SECONDS = 4;

    private final Shell shell;
    private final ExploreRequest request;
    private final SurveyRun run;
    private final Canaries canaries;
    private final Screen screen;
    private final CountDownLatch done = new CountDownLatch(1);
    private final AtomicReference<ExitStatus> signal = new AtomicReference<>(); // the first that came
    private final AtomicReference<Survey> survey = new AtomicReference<>(); // set by the main thread, for signals
    private final AtomicReference<SurveyReporter> reporter = new AtomicReference<>(); // likewise

    ExploreSession(Shell shell, ExploreRequest request, Canaries canaries) {
        this.shell = shell;
        this.request = request;
        this.run = request.run();
        this.canaries = canaries;
        var out = request.json() ? shell.err() : shell.out();
        this.screen = Screen.of(out, shell.terminal(), shell.environment());
    }

    int run() {
        if (shell.forked()) {
            Signals.on("INT", () -> stopped(ExitStatus.INTERRUPTED));
            Signals.on("TERM", () -> stopped(ExitStatus.TERMINATED));
        }
        try (RunDirectory directory = directory()) {
            screen.lines(run.heading(directory.path()));
            int status = run(directory);
            if (request.json()) {
                shell.out().print(reporter.get().json());
                shell.out().flush();
            }
            return status;
        } catch (IOException unclosed) {
            throw new Complaint(ExitStatus.NO_RESOURCES, "cannot write to the run directory: " + unclosed.getMessage());
        } finally {
            done.countDown();
        }
    }

    private RunDirectory directory() {
        try {
            return request.directory()
                    .map(name -> RunDirectory.at(shell.current().resolve(name)))
                    .orElseGet(() ->
                            RunDirectory.create(shell.current(), shell.clock().instant(), run.mode()));
        } catch (RunDirectoryException refused) {
            throw new Complaint(refused.status(), refused.getMessage());
        }
    }

    private int run(RunDirectory directory) {
        SurveyReporter telling = new SurveyReporter(run, directory, screen, shell.clock(), this::interrupt);
        reporter.set(telling);
        try {
            Canaries.Found found = canaries.check(
                    run.options().fibers(),
                    run.options().search(),
                    run.options().detectsAnyRaces());
            telling.canary(found.known(), found.ordering());
            survey.set(new Survey(run.options(), telling));
            if (signal.get() != null) {
                interrupt(); // the signal came while there was nothing to interrupt
            }
            survey.get().run();
            int status = telling.finish(Optional.ofNullable(signal.get()));
            screen.line("Run directory: " + run.shown(directory.path()));
            if (!telling.fault().isEmpty()) {
                Main.complain(shell, new Complaint(ExitStatus.NO_RESOURCES, telling.fault()));
            }
            return status;
        } catch (Complaint dead) {
            return failed(dead.status(), dead.getMessage());
        } catch (RuntimeException | Error thrown) {
            return crashed(directory, thrown);
        }
    }

    private int crashed(RunDirectory directory, Throwable thrown) {
        if (SoakSession.outOfMemory(thrown)) {
            return failed(
                    ExitStatus.NO_RESOURCES,
                    "the states do not fit in the heap; give more with VMTORTURE_JAVA_OPTS=-Xmx4g,"
                            + " or try --search dpor");
        }
        String what = "the tester failed: " + thrown.getMessage();
        String trace = Main.stackTrace(thrown);
        try {
            directory.crash(trace);
            what += "; stack trace: " + run.shown(directory.path()) + "/crash.txt";
        } catch (IOException unwritable) {
            shell.err().print(trace);
        }
        return failed(ExitStatus.TESTER_FAILED, what);
    }

    private int failed(ExitStatus status, String why) {
        reporter.get().abandon(status, why);
        return Main.complain(shell, new Complaint(status, why));
    }

    private void interrupt() {
        Survey running = survey.get();
        if (running != null) {
            running.interrupt();
        }
    }

    /** A signal: the first ends the survey in order, the second ends the process. */
    void stopped(ExitStatus status) {
        if (!signal.compareAndSet(null, status)) {
            Runtime.getRuntime().halt(status.code());
        }
        if (shell.forked()) {
            Thread watch = new Thread(() -> watch(status), "vmtorture-stop");
            watch.setDaemon(true);
            watch.start();
        }
        interrupt();
    }

    /** A survey that does not come back is left where it is; what it has found is on disk. */
    private void watch(ExitStatus status) {
        try {
            if (done.await(STOP_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException nobodyDoes) {
            Thread.currentThread().interrupt();
        }
        SurveyReporter telling = reporter.get();
        boolean surprised = telling != null && telling.surprised();
        shell.err().println("vmtorture: the exploration did not stop within " + STOP_SECONDS + " s");
        Runtime.getRuntime().halt((surprised ? ExitStatus.FINDINGS : status).code());
    }
}

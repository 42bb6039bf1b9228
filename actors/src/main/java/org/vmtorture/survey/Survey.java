package org.vmtorture.survey;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Explores all pairs, several at once, and tells of them in their order. Towards the end, when there are fewer of them
 * than cores, a long search gets several.
 */
public final class Survey {
    private final SurveyOptions options;
    private final SurveyListener listener;
    private final List<Pair> pairs;
    private final List<Gauge> gauges = new ArrayList<>();
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger explored = new AtomicInteger();
    private final Semaphore spare; // workers that have no pair left, and may help another with its own
    private volatile boolean interrupted; // set by whoever stops it, read by all workers

    public Survey(SurveyOptions options, SurveyListener listener) {
        this.options = options;
        this.listener = listener;
        this.pairs = options.pairs();
        this.spare = new Semaphore(Math.max(0, options.workers() - pairs.size()));
        pairs.forEach(pair -> gauges.add(new Gauge()));
    }

    /** Ends all searches; {@link #run} returns soon, with what there is. */
    public void interrupt() {
        interrupted = true;
    }

    public boolean isInterrupted() {
        return interrupted;
    }

    /**
     * Explores. Pairs that had not begun when it was interrupted are missing.
     *
     * @throws IllegalStateException if the model or the explorer itself fails
     */
    public List<Exploration> run() {
        long began = System.nanoTime();
        ExecutorService workers = Executors.newFixedThreadPool(options.workers(), task -> {
            Thread thread = new Thread(task, "vmtorture-explore");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<Optional<Exploration>>> futures = new ArrayList<>();
            for (int i = 0; i < pairs.size(); i++) {
                int index = i;
                futures.add(workers.submit(() -> explore(index)));
            }
            List<Exploration> told = new ArrayList<>();
            for (int i = 0; i < futures.size(); i++) {
                await(futures.get(i), i, began).ifPresent(exploration -> {
                    told.add(exploration);
                    listener.explored(exploration);
                });
            }
            return told;
        } finally {
            if (explored.get() < pairs.size()) {
                interrupted = true; // one has failed: the others need not go on
            }
            workers.shutdown();
        }
    }

    private Optional<Exploration> explore(int index) {
        if (interrupted) {
            return Optional.empty();
        }
        begun.incrementAndGet();
        Exploration exploration =
                new PairRun(pairs.get(index), options, gauges.get(index), spare, () -> interrupted).run();
        explored.incrementAndGet();
        if (begun.get() == pairs.size()) {
            spare.release(); // nothing is left for this worker to begin
        }
        return Optional.of(exploration);
    }

    private Optional<Exploration> await(Future<Optional<Exploration>> future, int index, long began) {
        while (true) {
            try {
                return future.get(1, TimeUnit.SECONDS);
            } catch (TimeoutException goesOn) {
                listener.progress(progress(index, System.nanoTime() - began));
            } catch (ExecutionException failed) {
                throw new IllegalStateException(pairs.get(index) + " failed", failed.getCause());
            } catch (InterruptedException stopped) {
                interrupted = true;
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }
    }

    private SurveyProgress progress(int index, long nanos) {
        Gauge gauge = gauges.get(index);
        return new SurveyProgress(
                nanos,
                explored.get(),
                pairs.size(),
                gauges.stream().mapToLong(Gauge::executions).sum(),
                pairs.get(index),
                gauge.executions(),
                gauge.depth(),
                gauge.share(),
                gauge.isMinimising());
    }
}

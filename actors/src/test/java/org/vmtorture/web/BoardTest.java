package org.vmtorture.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.vmtorture.report.Samples;
import org.vmtorture.report.SoakReporter;
import org.vmtorture.soak.LegResult;

/** What is up on the board is what was told, whole, and in bounded room. */
class BoardTest {
    private final Board board = new Board();

    @Test
    void aSnapshotNeverChanges() {
        board.started(List.of(Samples.CAREFUL), Samples.ALIVE);
        Snapshot before = board.snapshot();
        board.found(Samples.finding());
        board.legEnded(Samples.leg(Samples.CAREFUL, LegResult.Verdict.CLEAN, Map.of()));
        assertThat(before.findings()).isEmpty();
        assertThat(before.results()).isEmpty();
        assertThat(board.snapshot().findings()).hasSize(1);
        assertThat(board.snapshot().revision()).isGreaterThan(before.revision());
    }

    @Test
    void numbersAloneAreNoNewRevision() {
        int before = board.snapshot().revision();
        board.progress(Samples.progress(Samples.CAREFUL, 1));
        assertThat(board.snapshot().progress()).isPresent();
        assertThat(board.snapshot().revision()).isEqualTo(before);
    }

    @Test
    void theFirstProgressOfALegIsNoSample() {
        board.progress(Samples.progress(Samples.CAREFUL, 1));
        board.progress(Samples.progress(Samples.CAREFUL, 2));
        board.progress(Samples.progress(Samples.CARELESS, 3));
        board.progress(Samples.progress(Samples.CARELESS, 4));
        assertThat(board.snapshot().samples()).extracting(Sample::seconds).containsExactly(2.0, 4.0);
    }

    @Test
    void countsBelongToTheirFinding() {
        board.found(Samples.finding());
        board.counted("74213cfaccc4", 12);
        board.counted("000000000000", 99);
        assertThat(board.snapshot().finding("74213cfaccc4"))
                .hasValueSatisfying(found -> assertThat(found.counted()).isEqualTo(12));
        assertThat(board.snapshot().finding("000000000000")).isEmpty();
    }

    @Test
    void aFloodIsListedUpToItsMaximum() {
        for (int i = 0; i < SoakReporter.UNIQUE_MAX + 3; i++) {
            board.found(Samples.finding(String.format("%012x", i), "title"));
        }
        assertThat(board.snapshot().findings()).hasSize(SoakReporter.UNIQUE_MAX);
        assertThat(board.snapshot().unlisted()).isEqualTo(3);
    }

    @Test
    void theEndIsTheLast() {
        assertThat(board.hasEnded()).isFalse();
        board.end("ended with exit status 0");
        assertThat(board.hasEnded()).isTrue();
        assertThat(board.snapshot().state()).isEqualTo("ended with exit status 0");
    }

    @Test
    void aLongHistoryIsThinnedAndLosesNothingThatCounts() {
        History history = new History();
        int seconds = 10_000;
        for (int i = 1; i <= seconds; i++) {
            history.add(new Sample(i, Samples.CAREFUL, i, i, i == 4321 ? 99 : 1, 2, 3, 1));
        }
        List<Sample> samples = history.samples();
        assertThat(samples).hasSizeBetween(History.SAMPLES_MAX / 2, History.SAMPLES_MAX);
        assertThat(samples.stream().mapToInt(Sample::weight).sum()).isEqualTo(seconds);
        double mean = samples.stream()
                        .mapToDouble(sample -> sample.operationsPerSecond() * sample.weight())
                        .sum()
                / seconds;
        assertThat(mean).isCloseTo(IntStream.rangeClosed(1, seconds).average().getAsDouble(), within(0.001));
        assertThat(samples.get(samples.size() - 1).findings()).isEqualTo(seconds);
        assertThat(samples).extracting(Sample::seconds).isSorted();
        assertThat(samples).filteredOn(sample -> sample.retainedPages() == 99).hasSize(1);
    }
}

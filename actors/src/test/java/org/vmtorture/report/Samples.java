package org.vmtorture.report;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.vmtorture.mm.Op;
import org.vmtorture.op.GupMode;
import org.vmtorture.oracle.Defect;
import org.vmtorture.oracle.FindingKind;
import org.vmtorture.soak.CountHistogram;
import org.vmtorture.soak.Finding;
import org.vmtorture.soak.Latency;
import org.vmtorture.soak.Leg;
import org.vmtorture.soak.LegResult;
import org.vmtorture.soak.OracleProof;
import org.vmtorture.soak.Profiles;
import org.vmtorture.soak.Progress;
import org.vmtorture.soak.SoakOptions;
import org.vmtorture.soak.SoakResult;
import org.vmtorture.strategy.StrategyId;

/** One small soak, the same each time, for tests of what is written about it. */
public final class Samples {
    public static final Leg CAREFUL = new Leg(0, StrategyId.UNTRACKED, false);
    public static final Leg CARELESS = new Leg(1, StrategyId.UNTRACKED, true);
    public static final OracleProof ALIVE = new OracleProof(List.of("use-after-free", "leak"), List.of());
    static final OracleProof BLIND =
            new OracleProof(List.of("leak"), List.of("use-after-free: missed fork-without-get"));

    private Samples() {}

    public static SoakRun run() {
        return run(Defect.NONE, 0, "");
    }

    static SoakRun run(Defect defect, double noise, String expect) {
        var options = new SoakOptions(
                List.of(StrategyId.UNTRACKED),
                Duration.ofSeconds(20),
                Profiles.named("mixed"),
                Optional.empty(),
                GupMode.FAST,
                0.01,
                defect,
                noise,
                42);
        return new SoakRun(
                new Build("1.0", "0123abc"),
                new Host("OpenJDK 17", "Linux 6", "amd64", 2, 1L << 30),
                options,
                "vmtorture soak --strategy untracked --for 20s",
                "mixed",
                "",
                List.of(),
                expect);
    }

    public static Finding finding() {
        return finding(
                "74213cfaccc4", "use-after-free read in user_load: page freed while mapped, reused as page table");
    }

    public static Finding finding(String id, String title) {
        return new Finding(
                id,
                title,
                FindingKind.USE_AFTER_FREE,
                StrategyId.UNTRACKED,
                true,
                "none",
                Op.LOAD,
                "proc-3",
                0x2a1f,
                -1,
                0x41,
                "driver-0, vmalloc_user",
                "driver-0, vfree",
                "proc-1, pte_alloc, as page table",
                List.of("granted-generation=3", "generation=5", "frame=reused"),
                List.of(
                        new Finding.History("proc-3", operations("user_load mm 6 page ", 70)),
                        new Finding.History("driver-0", operations("kernel_store region ", 3))),
                3_200_000_000L);
    }

    private static List<String> operations(String what, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> (100 + i) + " " + what + i)
                .toList();
    }

    public static LegResult leg(Leg leg, LegResult.Verdict verdict, Map<FindingKind, Long> findings) {
        Map<String, Long> situations = new LinkedHashMap<>();
        situations.put("vfree while mapped", leg.careless() ? 3L : 0L);
        situations.put("fork during split", 0L);
        return new LegResult(
                leg,
                41_700_000,
                10_000_000_000L,
                Map.of(Op.LOAD, 41_000_000L, Op.STORE, 700_000L),
                Map.of(Op.LOAD, new Latency(640_000, 31, 95, 1_200, 5_400_000)),
                findings,
                53,
                12.5,
                4,
                leg.careless() ? 700 : 300,
                leg.careless() ? 5 : 2,
                situations,
                CountHistogram.NONE,
                verdict,
                "",
                false);
    }

    static SoakResult violated() {
        return new SoakResult(
                List.of(
                        leg(CAREFUL, LegResult.Verdict.CLEAN, Map.of()),
                        leg(
                                CARELESS,
                                LegResult.Verdict.VIOLATED,
                                Map.of(FindingKind.USE_AFTER_FREE, 214L, FindingKind.STALE_TLB, 2L))),
                List.of(finding()),
                ALIVE,
                false,
                "");
    }

    public static SoakResult clean(OracleProof proof, boolean interrupted, String failure) {
        return new SoakResult(
                List.of(leg(CAREFUL, LegResult.Verdict.CLEAN, Map.of())), List.of(), proof, interrupted, failure);
    }

    public static Progress progress() {
        return progress(CARELESS, 11);
    }

    public static Progress progress(Leg leg, long seconds) {
        return new Progress(
                leg,
                seconds * 1_000_000_000L,
                20_000_000_000L,
                41_700_000,
                1.51e6,
                1,
                214,
                7,
                12,
                345,
                2,
                4,
                3,
                0,
                5,
                17);
    }
}

package org.vmtorture.reduce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vmtorture.explore.Explorer;
import org.vmtorture.explore.ReplayFile;
import org.vmtorture.memory.FiberKind;
import org.vmtorture.memory.HardwareMemory;
import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.MachineSize;
import org.vmtorture.mm.Op;
import org.vmtorture.mm.Pte;
import org.vmtorture.mm.Shootdown;
import org.vmtorture.mm.Truth;
import org.vmtorture.op.GupMode;
import org.vmtorture.op.Kernel;
import org.vmtorture.op.Mmap;
import org.vmtorture.oracle.Defect;
import org.vmtorture.oracle.FindingKind;
import org.vmtorture.oracle.Title;
import org.vmtorture.scenario.Scenario;
import org.vmtorture.strategy.StrategyId;

/** What a machine recorded comes down to an execution that replays. */
class ReductionTest {
    private static final String TITLE = "use-after-free read in user_load: page freed by vfree while mapped";
    private static final int DRIVER = 0;
    private static final int PROCESS = 1;
    private static final int OTHER = 2;

    private final List<Incident> incidents = new ArrayList<>();
    private Kernel kernel;

    /** A driver frees while a process has its pages mapped, among much else that has nothing to do with it. */
    private Incident freedWhileMapped(String title, FindingKind kind) {
        incidents.clear();
        kernel = Kernel.boot(
                new HardwareMemory(),
                MachineSize.small(4),
                4,
                StrategyId.UNTRACKED,
                GupMode.FAST,
                Defect.NONE,
                (cpu, found, op, pfn, object, granted, actual, value) ->
                        incidents.add(incident(title, kind, op, cpu, Pte.of(pfn, 0, granted), Truth.freeCpu(actual))));
        Cpu driver = kernel.cpu(DRIVER);
        Cpu process = kernel.cpu(PROCESS);
        Cpu other = kernel.cpu(OTHER);
        for (int region = 0; region < 3; region++) {
            kernel.regions().create(driver, region, 2, false, false);
        }
        int mm = kernel.addressSpaces().create();
        int unconcerned = kernel.addressSpaces().create();
        int at = kernel.mmap().mmap(process, mm, 1, 0, 0, 0, Mmap.NO_FAILURE);
        int elsewhere = kernel.mmap().mmap(other, unconcerned, 2, 0, 0, 64, Mmap.NO_FAILURE);
        for (int i = 0; i < 20; i++) {
            kernel.userAccess().load(process, mm, at + 1);
            kernel.userAccess().store(other, unconcerned, elsewhere, i);
            kernel.regions().access(driver, 0, 1, true, i);
        }
        kernel.regions().destroy(driver, 1);
        kernel.userAccess().load(process, mm, at + 1);
        return incidents.get(0);
    }

    private Incident incident(String title, FindingKind kind, Op op, Cpu cpu, long life, int freer) {
        return new Incident(
                "74213cfaccc4",
                title,
                kind,
                op,
                cpu.id(),
                life,
                freer,
                -1,
                StrategyId.UNTRACKED,
                Defect.NONE,
                GupMode.FAST,
                Shootdown.BROADCAST,
                false,
                List.of("driver-0", "proc-0", "proc-1", "audit"),
                Scene.of(kernel));
    }

    private static Reproduction reduce(Incident incident) {
        return new Reduction(incident, FiberKind.best(), () -> false).run();
    }

    @Test
    void whatWasRecordedComesDownToTwoOperations() {
        Reproduction reproduction = reduce(freedWhileMapped(TITLE, FindingKind.USE_AFTER_FREE));
        assertThat(reproduction.outcome()).isEqualTo(Reproduction.Outcome.RECORDED);
        assertThat(reproduction.steps()).isBetween(2, 4);
        assertThat(reproduction.how()).startsWith("yes, ").endsWith(" steps, from the recorded operations");
        ReplayFile file = ReplayFile.parse(
                reproduction.execution().orElseThrow().file("1").text(), "test");
        assertThat(file.scenario().text())
                .contains("driver-0 = [vfree A]", "load P A/0]")
                .doesNotContain("proc-1");
        try (Explorer explorer = Explorer.of(file.program())) {
            assertThat(explorer.replay(file.schedule()).violation().map(found -> Title.of(found.violated())))
                    .contains(TITLE);
        }
    }

    /** The control: what did not happen is not shown, and what was recorded of it is there to read. */
    @Test
    void whatCannotBeIsNotShown() {
        Reproduction reproduction = reduce(freedWhileMapped("leak in vfree: none", FindingKind.LEAK));
        assertThat(reproduction.outcome()).isEqualTo(Reproduction.Outcome.NO);
        assertThat(reproduction.execution()).isEmpty();
        assertThat(reproduction.how()).isEqualTo("no: recorded history attached");
        assertThat(reproduction.history()).anyMatch(line -> line.contains("vfree object 1"));
        assertThat(reproduction.history()).noneMatch(line -> line.contains("proc-1"));
    }

    @Test
    void aQuickLookSeesWhatIsPlainAndGivesUpOnTheRest() {
        assertThat(quick(freedWhileMapped(TITLE, FindingKind.USE_AFTER_FREE)))
                .hasValueSatisfying(shown -> assertThat(shown.outcome()).isEqualTo(Reproduction.Outcome.RECORDED));
        assertThat(quick(freedWhileMapped("leak in vfree: none", FindingKind.LEAK)))
                .as("the control")
                .isEmpty();
    }

    private static Optional<Reproduction> quick(Incident incident) {
        return new Reduction(incident, FiberKind.best(), () -> false).quick();
    }

    @Test
    void theCataloguesRacesAreTemplatesToo() {
        List<String> names = Templates.of(freedWhileMapped(TITLE, FindingKind.USE_AFTER_FREE)).stream()
                .map(Scenario::name)
                .toList();
        assertThat(names)
                .contains("cve-2024-0582", "kernel-alias-vs-vfree")
                .as("the control: nobody forked, and nothing was broken on purpose")
                .doesNotContain("access-vs-fork", "defect-double-vfree");
    }

    /** Where all drivers count their mappings, one that does not explains nothing. */
    @Test
    void aDriverThatMustCountCounts() {
        Incident careless = freedWhileMapped(TITLE, FindingKind.USE_AFTER_FREE);
        var careful = new Incident(
                careless.id(),
                careless.title(),
                careless.kind(),
                careless.op(),
                careless.cpu(),
                careless.life(),
                careless.freer(),
                careless.owner(),
                careless.strategy(),
                careless.defect(),
                careless.gup(),
                careless.shootdown(),
                true,
                careless.actors(),
                careless.scene());
        assertThat(reduce(careful).outcome()).isEqualTo(Reproduction.Outcome.NO);
    }

    @Test
    void whoeverClosesHearsOfAllThatWaited() throws InterruptedException {
        Incident incident = freedWhileMapped(TITLE, FindingKind.USE_AFTER_FREE);
        var reducer = new Reducer();
        int offered = 200;
        for (int i = 0; i < offered; i++) {
            reducer.offer(incident);
        }
        reducer.close();
        reducer.join(10_000);
        int told = 0;
        int notTried = 0;
        for (Reducer.Told next = reducer.poll(); next != null; next = reducer.poll()) {
            told++;
            notTried += next.reproduction().outcome() == Reproduction.Outcome.NOT_TRIED ? 1 : 0;
        }
        assertThat(told).isEqualTo(offered);
        assertThat(notTried).isGreaterThan(offered / 2);
        assertThat(reducer.left()).isZero();
    }
}

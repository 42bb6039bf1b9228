package org.vmtorture.compare;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.vmtorture.memory.HardwareMemory;
import org.vmtorture.mm.Pte;
import org.vmtorture.mm.Vmas;
import org.vmtorture.oracle.Census;
import org.vmtorture.strategy.StrategyId;

/**
 * What callers of a strategy's pages can do: tried, one call after the other, and judged by what came back and by what
 * the oracles said. Supported, refused, or lost: the call succeeds and no longer does what it was for.
 */
final class Semantics {
    static final String SUPPORTED = "supported";
    static final String REFUSED = "refused";
    static final String LOST = "lost";

    private static final int A = 0;
    private static final int PAGES = 4;

    private final StrategyId strategy;

    private Semantics(StrategyId strategy) {
        this.strategy = strategy;
    }

    /** By what is tried. */
    static Map<String, String> of(StrategyId strategy) {
        Semantics tried = new Semantics(strategy);
        Map<String, String> all = new LinkedHashMap<>();
        all.put("gup-fast", tried.outcome(mapped -> mapped.pinned(true)));
        all.put("gup-slow", tried.outcome(mapped -> mapped.pinned(false)));
        all.put("vfree while mapped", tried.outcome(Mapped::freedWhileMapped));
        all.put("partial unmap", tried.outcome(Mapped::unmappedInPart));
        all.put("split", tried.outcome(Mapped::split));
        all.put("fork", tried.outcome(Mapped::forked));
        all.put("mremap", tried.outcome(Mapped::moved));
        all.put("walker: page", tried.outcome(Mapped::walked));
        all.put("walker: mapcount", tried.outcome(Mapped::counted));
        return all;
    }

    private String outcome(Function<Mapped, String> trial) {
        Mapped mapped = new Mapped(strategy);
        String outcome = trial.apply(mapped);
        mapped.bench.kernel.audit(mapped.bench.cpu, new Census(mapped.bench.kernel.machine()));
        return mapped.bench.findings.isEmpty() ? outcome : LOST;
    }

    /** An area of four pages that one process has mapped and touched. */
    private static final class Mapped {
        private final Bench bench;
        private final int mm;
        private final int start;

        Mapped(StrategyId strategy) {
            this.bench = new Bench(new HardwareMemory(), strategy, 1);
            this.mm = bench.newMm();
            bench.vmalloc(A, PAGES);
            this.start = bench.mmap(mm, A);
            assert reads(mm, start) : "a page that was just mapped";
        }

        private boolean reads(int who, int page) {
            return bench.kernel.userAccess().load(bench.cpu, who, page);
        }

        private String verdict(int error, boolean works) {
            return error < 0 ? REFUSED : works ? SUPPORTED : LOST;
        }

        String pinned(boolean fast) {
            int error = fast
                    ? bench.kernel.gup().pinFast(bench.cpu, mm, start, true, true)
                    : bench.kernel.gup().pinSlow(bench.cpu, mm, start, true, true);
            return error == 0 ? SUPPORTED : REFUSED;
        }

        /** The driver, which counts nothing, frees; the process reads on. */
        String freedWhileMapped() {
            bench.vfree(A);
            return verdict(0, reads(mm, start));
        }

        String unmappedInPart() {
            int error = bench.kernel.munmap().munmap(bench.cpu, mm, start + 1, start + 2);
            return verdict(error, reads(mm, start) && reads(mm, start + 2) && !present(start + 1));
        }

        private boolean present(int page) {
            return Pte.present(bench.kernel.machine().pageTables().pte(mm, page));
        }

        String split() {
            int error = bench.kernel.mprotect().mprotect(bench.cpu, mm, start + 1, start + 2, Vmas.READ);
            return verdict(error, reads(mm, start + 1) && reads(mm, start + 2));
        }

        String forked() {
            int child = bench.fork(mm);
            return verdict(child, reads(child, start));
        }

        String moved() {
            int to = bench.kernel.mremap().mremap(bench.cpu, mm, start, PAGES, start + 2 * PAGES);
            return verdict(to, to >= 0 && reads(mm, to));
        }

        /** Whether vm_normal_page yields a page: else pagemap, smaps and mincore do not see it. */
        String walked() {
            return bench.kernel.walk().isNormal(bench.cpu, mm, start) ? SUPPORTED : LOST;
        }

        /** Whether a walker that adds up map counts finds each page mapped once. */
        String counted() {
            return bench.kernel.walk().walkAt(bench.cpu, mm, start) == PAGES ? SUPPORTED : LOST;
        }
    }
}

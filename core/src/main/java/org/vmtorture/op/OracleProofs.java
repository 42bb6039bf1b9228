package org.vmtorture.op;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.vmtorture.memory.Halted;
import org.vmtorture.oracle.Defect;
import org.vmtorture.oracle.FindingKind;
import org.vmtorture.strategy.StrategyId;

/**
 * The proof that each oracle sees: for every defect a fixed script that one thread plays for several CPUs, so that it
 * finds the same in every run. A tester whose oracle slept would call everything clean.
 */
public final class OracleProofs {
    private OracleProofs() {}

    /**
     * One proof for each defect that a soak can show, in the order of the catalogue. Together they cover every oracle
     * that looks at a
     * running machine.
     */
    public static List<Proof> all() {
        return Arrays.stream(Defect.values())
                .filter(defect -> defect != Defect.NONE && defect.soaks())
                .map(defect -> new Proof(defect.kind(), defect, StrategyId.of(defect.strategy())))
                .toList();
    }

    /**
     * A script that shows a defect.
     *
     * @param kind what must be found, and without the defect must not
     * @param strategy on which the script runs
     */
    public record Proof(FindingKind kind, Defect defect, StrategyId strategy) {
        /** Whether the oracle sees the defect, and sees nothing where there is none. */
        public boolean holds() {
            return run(defect).contains(kind) && run(Defect.NONE).isEmpty();
        }

        /**
         * Plays the script on a machine of its own and audits it.
         *
         * @param planted the defect that this machine has: {@link #defect}, or {@link Defect#NONE} for the control
         * @return what was found
         * @throws IllegalStateException if the script did not run as written, so that it proves nothing
         */
        public Set<FindingKind> run(Defect planted) {
            var machine = new ProofMachine(strategy, planted);
            try {
                script(machine);
                machine.audit();
            } catch (Halted waitsForEver) {
                machine.found(FindingKind.LIVELOCK); // one thread plays all CPUs: nobody is left to end the wait
            }
            return machine.findings();
        }

        private void script(ProofMachine machine) {
            switch (defect) {
                case PUT_BEFORE_FLUSH -> RaceProofs.loadDuringMunmap(machine);
                case NO_PTE_RECHECK -> RaceProofs.frameReusedDuringGup(machine);
                case UNCONDITIONAL_GET -> RaceProofs.lastPutDuringGup(machine);
                case LOST_DEFERRED_FREE -> RaceProofs.lastPutDuringWork(machine);
                case IRQS_LEFT_OFF -> RaceProofs.munmapAfterGupBackedOff(machine);
                case LOOKUP_WITHOUT_REFERENCE -> RaceProofs.vfreeDuringMmap(machine);
                case FORK_WITHOUT_GET -> PathProofs.childOutlivesParentsMapping(machine);
                case INLINE_FINAL_FREE -> PathProofs.lastUnpinInAtomicContext(machine);
                case MREMAP_GETS_AGAIN -> PathProofs.moveThenVfree(machine);
                case DOUBLE_VFREE -> PathProofs.vfree(machine);
                case ZAP_WITHOUT_PUT -> PathProofs.munmapThenVfree(machine);
                case DOUBLE_PUT_ON_ERROR -> PathProofs.mmapFailsHalfWay(machine);
                case REFERENCE_FLOOD -> PathProofs.mapManyPages(machine);
                case WALK_WITHOUT_TYPE_TEST -> PathProofs.walkMappedPages(machine);
                case OPEN_AFTER_COPY -> DriverProofs.forkFailsHalfWay(machine);
                case OPEN_WITHOUT_GET, CLOSE_SKIPS_PIECE -> DriverProofs.munmapInPieces(machine);
                case ERROR_WITHOUT_PUT -> PathProofs.mmapFailsHalfWay(machine);
                case PUT_BEFORE_ZAP -> DriverProofs.vfreeDuringFailingMmap(machine);
                case MEMDESC_CLEARED_LATE -> RaceProofs.frameReusedDuringFree(machine);
                case NODE_IN_PAGE -> DriverProofs.storeAfterAtomicFree(machine);
                case LOOKUP_GETS_FROM_ZERO -> DriverProofs.mmapAfterVfree(machine);
                case PUT_THEN_GET -> RaceProofs.vfreeDuringMmap(machine);
                case FIRST_CLOSE_FREES -> DriverProofs.loadAfterPartialMunmap(machine);
                case FLUSH_FORGOTTEN -> DriverProofs.munmapWhatWasLoaded(machine);
                case FOLLOWS_PFN -> DriverProofs.touchAfterVfree(machine);
                case SPECIAL_BIT_LOST -> PathProofs.munmapThenVfree(machine);
                default -> throw new IllegalStateException("no soak shows it: defect=" + defect.id());
                case NONE -> throw new IllegalStateException("nothing to prove: defect=none");
            }
        }
    }
}

package org.vmtorture.strategy;

import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.Llist;
import org.vmtorture.mm.Refcounts;
import org.vmtorture.oracle.Defect;

/** The steps of counting that a defect may replace, each correct here. */
class CountingSteps {
    static CountingSteps of(Defect defect) {
        return switch (defect) {
            case UNCONDITIONAL_GET -> new UnconditionalGet();
            case INLINE_FINAL_FREE -> new InlineFinalFree();
            case LOST_DEFERRED_FREE -> new TwoStepTake();
            case MEMDESC_CLEARED_LATE -> new LateClear();
            case REFERENCE_FLOOD -> new Flood();
            default -> new CountingSteps();
        };
    }

    /** F.tryref: of something merely found. */
    boolean tryGet(Refcounts refs, Cpu cpu, int object, int references) {
        return refs.tryGet(cpu, object, references);
    }

    /** The references that an object is born with, and that its owner drops. */
    int firstReferences() {
        return 1;
    }

    /** Whether the last put may only queue the final free. */
    boolean defersFinalFree() {
        return true;
    }

    /** Whether the last put clears pages' words while they are still its own. */
    boolean clearsWordsFirst() {
        return true;
    }

    /** The worker takes the deferred list. */
    int takeDeferred(Llist deferred) {
        return deferred.takeAll();
    }

    private static final class UnconditionalGet extends CountingSteps {
        @Override
        boolean tryGet(Refcounts refs, Cpu cpu, int object, int references) {
            refs.get(cpu, object, references);
            return true;
        }
    }

    private static final class InlineFinalFree extends CountingSteps {
        @Override
        boolean defersFinalFree() {
            return false;
        }
    }

    private static final class LateClear extends CountingSteps {
        @Override
        boolean clearsWordsFirst() {
            return false;
        }
    }

    private static final class TwoStepTake extends CountingSteps {
        @Override
        int takeDeferred(Llist deferred) {
            return deferred.takeAllInTwoSteps();
        }
    }

    /**
     * As after 2^31 gets through pipes (CVE-2019-11487): the next few reach the limit. Who holds them lets go with the
     * owner, or each area would leak at its free and soon none be left to map.
     */
    private static final class Flood extends CountingSteps {
        private static final int LEFT = 1;

        @Override
        int firstReferences() {
            return Refcounts.REFERENCES_MAX - LEFT;
        }
    }
}

package org.vmtorture.mm;

/**
 * The truth about one frame, decoded. Operations write it, oracles read it, strategies may not look: a strategy that
 * miscounts consistently is caught by what it cannot see.
 */
public final class Truth {
    /* One truth word per frame.
     *   bits  0-27  generation     odd while allocated; one more at each allocation and at each free
     *   bits 28-30  owner          FrameOwner of this life, NOBODY while free
     *   bits 31-36  allocCpu       who allocated it for this life
     *   bits 37-41  allocOp
     *   bits 42-47  freeCpu        who freed it last
     *   bits 48-52  freeOp
     *   bits 53-58  formerCpu      who had allocated it for the life before that free
     *   bits 59-63  formerOp
     * free --allocated--> allocated --freed--> free */
    public static final int GENERATION_BITS = 28;

    private static final long GENERATION_MASK = (1L << GENERATION_BITS) - 1;

    private Truth() {}

    static long allocated(long word, FrameOwner owner, int cpu, Op op) {
        long next = (generation(word) + 1) & GENERATION_MASK;
        long kept = word & ~((1L << 42) - 1);
        return kept | next | (long) owner.ordinal() << 28 | (long) cpu << 31 | (long) op.ordinal() << 37;
    }

    static long freed(long word, int cpu, Op op) {
        long next = (generation(word) + 1) & GENERATION_MASK;
        return next
                | (long) cpu << 42
                | (long) op.ordinal() << 48
                | (long) allocCpu(word) << 53
                | (long) allocOp(word).ordinal() << 59;
    }

    public static long generation(long word) {
        return word & GENERATION_MASK;
    }

    public static boolean isAllocated(long word) {
        return (word & 1) != 0;
    }

    public static FrameOwner owner(long word) {
        return FrameOwner.of((int) (word >>> 28) & 7);
    }

    public static int allocCpu(long word) {
        return (int) (word >>> 31) & 63;
    }

    public static Op allocOp(long word) {
        return Op.of((int) (word >>> 37) & 31);
    }

    public static int freeCpu(long word) {
        return (int) (word >>> 42) & 63;
    }

    public static Op freeOp(long word) {
        return Op.of((int) (word >>> 48) & 31);
    }

    public static int formerCpu(long word) {
        return (int) (word >>> 53) & 63;
    }

    public static Op formerOp(long word) {
        return Op.of((int) (word >>> 59) & 31);
    }
}

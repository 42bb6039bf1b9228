package org.vmtorture.oracle;

import org.vmtorture.mm.Op;
import org.vmtorture.mm.Truth;

/** What a finding is called: by its title findings are told apart, wherever they were found. No numbers, no names. */
public final class Title {
    private Title() {}

    /**
     * The title of a violation.
     *
     * @param op what the violating CPU was doing
     * @param hasFrame whether it is about a frame
     * @param truth the frame's truth word when it was found
     * @param freerKnown whether the last free that {@code truth} knows is the one that ended the life that was granted
     */
    public static String of(FindingKind kind, Op op, boolean hasFrame, long truth, boolean freerKnown) {
        String in = op.function();
        return switch (kind) {
            case USE_AFTER_FREE, STALE_TLB ->
                kind.id() + access(op) + " in " + in
                        + (hasFrame
                                ? ": page freed" + freer(truth, freerKnown) + how(kind, op) + reuse(truth)
                                : ": the area behind a kernel address was freed");
            case DOUBLE_FREE ->
                hasFrame
                        ? "double-free in " + in + ": page already freed by "
                                + Truth.freeOp(truth).function()
                        : "double-free in " + in + ": no such area at this address, or another's";
            case WRONG_OBJECT -> "wrong-object in " + in + ": the reference is not on the page that was pinned";
            default -> kind.id() + " in " + in + ": " + kind.meaning();
        };
    }

    /** The title of what an explorer found, where the first finding ends the execution. */
    public static String of(Violated violated) {
        boolean hasFrame = violated.pfn() >= 0;
        boolean known = !livesBetween(violated.kind(), violated.granted(), violated.actual());
        return of(violated.kind(), violated.op(), hasFrame, violated.actual(), known);
    }

    /**
     * Whether a frame had other lives since the one that was granted: then who freed that one is not known any more.
     */
    public static boolean livesBetween(FindingKind kind, long granted, long truth) {
        boolean access = kind == FindingKind.USE_AFTER_FREE || kind == FindingKind.STALE_TLB;
        return access && Truth.generation(truth) > granted + 2;
    }

    private static String access(Op op) {
        return switch (op) {
            case STORE, KSTORE, PIN_STORE -> " write";
            case LOAD, KLOAD, PIN_LOAD, WALK, PIPE_RELEASE -> " read";
            default -> "";
        };
    }

    private static String how(FindingKind kind, Op op) {
        return switch (op) {
            case LOAD, STORE -> kind == FindingKind.STALE_TLB ? " before the TLB flush" : " while mapped";
            case PIN_LOAD, PIN_STORE -> " while pinned";
            case PIPE_RELEASE -> " while in a pipe";
            case WALK -> " while a PTE names it";
            case AUDIT -> " while a PTE, a TLB entry or a pin names it";
            default -> "";
        };
    }

    private static String freer(long truth, boolean known) {
        return known ? " by " + Truth.freeOp(truth).function() : "";
    }

    private static String reuse(long truth) {
        return Truth.isAllocated(truth) ? ", reused as " + Truth.owner(truth).text() : "";
    }
}

package org.vmtorture.report;

import java.util.ArrayList;
import java.util.List;
import org.vmtorture.mm.Memdesc;
import org.vmtorture.mm.Op;
import org.vmtorture.mm.Truth;
import org.vmtorture.oracle.FindingKind;
import org.vmtorture.oracle.Title;
import org.vmtorture.oracle.Violated;
import org.vmtorture.scenario.Program;

/**
 * What the truth knows of a violation's frame, in words.
 *
 * @param allocated who had allocated it for the life that was granted
 * @param freed who freed it
 * @param reused who has it now
 * @param state expected and actual values, as {@code name=value} words
 */
record Lives(String allocated, String freed, String reused, List<String> state) {
    private static final String UNKNOWN = "unknown";

    static Lives of(Violated violated, Program program) {
        if (!hasTruth(violated)) {
            return new Lives(UNKNOWN, UNKNOWN, UNKNOWN, state(violated));
        }
        long truth = violated.actual();
        String last = by(program, Truth.allocCpu(truth), Truth.allocOp(truth));
        if (violated.kind() == FindingKind.RETENTION
                || Truth.isAllocated(truth) && Truth.generation(truth) == violated.granted()) {
            return new Lives(
                    last,
                    "nobody yet",
                    "nobody: it is still " + Truth.owner(truth).text(),
                    state(violated));
        }
        boolean known = !Title.livesBetween(violated.kind(), violated.granted(), truth);
        return new Lives(
                known ? by(program, Truth.formerCpu(truth), Truth.formerOp(truth)) : UNKNOWN,
                known ? by(program, Truth.freeCpu(truth), Truth.freeOp(truth)) : "unknown; it had other lives since",
                Truth.isAllocated(truth) ? last + ", as " + Truth.owner(truth).text() : "nobody yet; the frame is free",
                state(violated));
    }

    /** Whether the actual value is a truth word. */
    private static boolean hasTruth(Violated violated) {
        return violated.pfn() >= 0
                && switch (violated.kind()) {
                    case USE_AFTER_FREE, STALE_TLB, WRONG_OBJECT, DOUBLE_FREE, RETENTION -> true;
                    default -> false;
                };
    }

    /** A CPU is an actor; the one after the last boots the machine and audits it. */
    static String actor(Program program, int cpu) {
        return cpu < program.actors() ? program.actor(cpu) : "boot/audit";
    }

    private static String by(Program program, int cpu, Op op) {
        return actor(program, cpu) + ", " + op.function();
    }

    private static List<String> state(Violated violated) {
        List<String> state = new ArrayList<>();
        switch (violated.kind()) {
            case USE_AFTER_FREE, STALE_TLB, WRONG_OBJECT -> {
                state.add("granted-generation=" + violated.granted());
                state.add("generation=" + Truth.generation(violated.actual()));
                state.add("frame=" + (Truth.isAllocated(violated.actual()) ? "allocated" : "free"));
            }
            case DOUBLE_FREE, RETENTION -> {
                if (violated.pfn() >= 0) {
                    state.add("generation=" + Truth.generation(violated.actual()));
                }
            }
            case TYPE_CONFUSION -> {
                state.add("expected-type=" + violated.granted());
                state.add("type=" + Memdesc.type(violated.actual()));
            }
            case RESURRECTION, OVERFLOW -> state.add("references-before=" + violated.actual());
            case BAD_CONTEXT -> state.add("irqs=off");
            case LEAK, UNDERFLOW -> {
                state.add("expected=" + violated.granted());
                state.add("actual=" + violated.actual());
            }
            default -> state.add("nothing besides");
        }
        if (violated.object() >= 0) {
            state.add("object=" + violated.object());
        }
        return state;
    }
}

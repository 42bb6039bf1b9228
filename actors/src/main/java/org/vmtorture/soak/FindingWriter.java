package org.vmtorture.soak;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.vmtorture.mm.FlightRecorder;
import org.vmtorture.mm.Memdesc;
import org.vmtorture.mm.Op;
import org.vmtorture.mm.Pte;
import org.vmtorture.mm.Truth;
import org.vmtorture.op.GupMode;
import org.vmtorture.oracle.Defect;
import org.vmtorture.oracle.FindingKind;
import org.vmtorture.oracle.Title;
import org.vmtorture.reduce.Incident;

/** Words a sighting as a finding: title, who allocated, who freed, who has the frame now. */
final class FindingWriter {
    private final Leg leg;
    private final Defect defect;
    private final List<String> actors; // by CPU

    FindingWriter(Leg leg, Defect defect, List<String> actors) {
        this.leg = leg;
        this.defect = defect;
        this.actors = actors;
    }

    Finding write(Sighting seen) {
        String title = title(seen);
        boolean frame = seen.pfn() >= 0;
        long truth = seen.truth();
        boolean freed = frame && Truth.generation(truth) > 1 && !seen.freerForgotten();
        return new Finding(
                id(title),
                title,
                seen.kind(),
                leg.strategy(),
                leg.careless(),
                defect.id(),
                seen.op(),
                actors.get(seen.cpu()),
                seen.pfn(),
                seen.object(),
                seen.value(),
                freed ? by(Truth.formerCpu(truth), Truth.formerOp(truth)) : "",
                freed ? by(Truth.freeCpu(truth), Truth.freeOp(truth)) : "",
                frame && Truth.isAllocated(truth)
                        ? by(Truth.allocCpu(truth), Truth.allocOp(truth)) + ", as "
                                + Truth.owner(truth).text()
                        : "",
                state(seen),
                histories(seen),
                seen.atNanos());
    }

    /** What it takes to show it again, if the sighting has it. */
    Optional<Incident> incident(Sighting seen, Finding finding, LegRun run, GupMode gup) {
        boolean frame = seen.pfn() >= 0;
        long truth = seen.truth();
        boolean freed = frame && Truth.generation(truth) > 1 && !seen.freerForgotten();
        boolean access = seen.kind() == FindingKind.USE_AFTER_FREE || seen.kind() == FindingKind.STALE_TLB;
        long generation = access || seen.kind() == FindingKind.WRONG_OBJECT ? seen.granted() : Truth.generation(truth);
        return seen.scene()
                .map(scene -> new Incident(
                        finding.id(),
                        finding.title(),
                        seen.kind(),
                        seen.op(),
                        seen.cpu(),
                        frame ? Pte.of(seen.pfn(), 0, generation) : 0,
                        freed ? Truth.freeCpu(truth) : -1,
                        freed && Truth.isAllocated(truth) ? Truth.allocCpu(truth) : -1,
                        leg.strategy(),
                        defect,
                        gup,
                        run.kernel().machine().size().shootdown(),
                        !leg.careless() && !run.kernel().strategy().keepsMappedPages(),
                        actors,
                        scene));
    }

    private String by(int cpu, Op op) {
        return actors.get(cpu) + ", " + op.function();
    }

    static String title(Sighting seen) {
        if (seen.kind() == FindingKind.LIVELOCK) {
            return "livelock in " + seen.op().function() + ": waits for ever in " + seen.waitingAt();
        }
        return Title.of(seen.kind(), seen.op(), seen.pfn() >= 0, seen.truth(), !seen.freerForgotten());
    }

    private String id(String title) {
        String text = title + '\n' + leg.strategy().id() + '\n' + leg.drivers() + '\n' + defect.id();
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static List<String> state(Sighting seen) {
        List<String> state = new ArrayList<>();
        switch (seen.kind()) {
            case USE_AFTER_FREE, STALE_TLB, WRONG_OBJECT -> {
                state.add("granted-generation=" + seen.granted());
                state.add("generation=" + Truth.generation(seen.truth()));
                state.add("frame=" + (Truth.isAllocated(seen.truth()) ? "reused" : "free"));
            }
            case TYPE_CONFUSION -> {
                state.add("expected-type=" + seen.granted());
                state.add("type=" + Memdesc.type(seen.actual()));
            }
            case RESURRECTION, OVERFLOW -> state.add("references-before=" + seen.actual());
            case BAD_CONTEXT -> state.add("irqs=off");
            case LIVELOCK -> state.add("waits-in=" + seen.waitingAt());
            default -> {
                state.add("expected=" + seen.granted());
                state.add("actual=" + seen.actual());
            }
        }
        return state;
    }

    private List<Finding.History> histories(Sighting seen) {
        List<Finding.History> histories = new ArrayList<>();
        for (Sighting.CpuHistory history : seen.histories()) {
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < history.records().length; i++) {
                long record = history.records()[i];
                if (record != 0) {
                    lines.add((history.firstNumber() + i) + " " + operation(record));
                }
            }
            histories.add(new Finding.History(actors.get(history.cpu()), lines));
        }
        return histories;
    }

    private static String operation(long record) {
        Op op = FlightRecorder.op(record);
        int object = FlightRecorder.object(record);
        int page = FlightRecorder.page(record);
        return switch (op) {
            case VMALLOC, ALLOC_PAGES -> op.function() + " region " + object + ", " + page + " pages";
            case VFREE -> op.function() + " region " + object;
            case MMAP, KLOAD, KSTORE -> op.function() + " region " + object + " page " + page;
            case MUNMAP, MREMAP, MPROTECT, MADVISE, VMSPLICE, LOAD, STORE, GUP_FAST, GUP_SLOW ->
                op.function() + " mm " + object + " page " + page;
            case FORK, EXIT, WALK -> op.function() + " mm " + object;
            case PIN_LOAD, PIN_STORE, SLAB_FREE -> op.function() + " pfn 0x" + Integer.toHexString(page);
            case UNPIN -> op.function() + " pfn 0x" + Integer.toHexString(page) + " object " + object;
            default -> op.function();
        };
    }
}

package org.vmtorture.reduce;

import java.util.ArrayList;
import java.util.List;
import org.vmtorture.mm.FlightRecorder;
import org.vmtorture.mm.Op;
import org.vmtorture.mm.Pte;
import org.vmtorture.op.Mmap;
import org.vmtorture.op.Pins;

/**
 * One recorded operation.
 *
 * @param object an area, a region or an address space, by the operation
 * @param detail what it met; 0 if nothing, or not yet
 */
record Event(int cpu, long number, Op op, int object, int page, long detail) {
    static final int NONE = -1;

    static List<Event> of(Tape tape) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < tape.records().length; i++) {
            long record = tape.records()[i];
            if (record != 0) {
                events.add(new Event(
                        tape.cpu(),
                        tape.first() + i,
                        FlightRecorder.op(record),
                        FlightRecorder.object(record),
                        FlightRecorder.page(record),
                        tape.details()[i]));
            }
        }
        return events;
    }

    private boolean hasPlace() {
        return switch (op) {
            case VMALLOC, ALLOC_PAGES, MMAP, MUNMAP, MREMAP, WALK, FORK -> detail < 0;
            default -> false;
        };
    }

    /** The life of a frame that the operation touched: its number and its generation; 0 for none. */
    long life() {
        return switch (op) {
            case LOAD, STORE, GUP_FAST, GUP_SLOW, PIN_LOAD, PIN_STORE, UNPIN, KLOAD, KSTORE, SLAB, SLAB_FREE ->
                life(detail & ~Pins.ATOMIC);
            default -> 0;
        };
    }

    static long life(long pte) {
        return Pte.present(pte) ? Pte.of(Pte.pfn(pte), 0, Pte.generation(pte)) : 0;
    }

    boolean isAtomic() {
        return op == Op.UNPIN ? (detail & Pins.ATOMIC) != 0 : op == Op.VFREE && page == 1;
    }

    /** The address space in which it took place, or {@link #NONE}. */
    int mm() {
        return switch (op) {
            case LOAD, STORE, GUP_FAST, GUP_SLOW, MUNMAP, MREMAP, FORK, EXIT, WALK -> object;
            case MMAP -> hasPlace() ? FlightRecorder.placeObject(detail) : NONE;
            default -> NONE;
        };
    }

    /** The region that it names itself, or {@link #NONE}. */
    int region() {
        return switch (op) {
            case VMALLOC, ALLOC_PAGES, VFREE, MMAP, KLOAD, KSTORE -> object;
            case MUNMAP, MREMAP, WALK -> hasPlace() ? FlightRecorder.placeObject(detail) : NONE;
            default -> NONE;
        };
    }

    /** The user page that it was about, if it was about one. */
    int userPage() {
        return switch (op) {
            case LOAD, STORE, GUP_FAST, GUP_SLOW, MUNMAP, MREMAP -> page;
            default -> NONE;
        };
    }

    /** How many pages it mapped, unmapped, moved or allocated; 0 if that is not known. */
    int pages() {
        return hasPlace() ? FlightRecorder.placePages(detail) : 0;
    }

    boolean failedHalfWay() {
        return op == Op.MMAP && hasPlace() && FlightRecorder.placePage(detail) == Mmap.FAILED_HALF_WAY;
    }

    /** The child of a fork. */
    int child() {
        return hasPlace() ? FlightRecorder.placeObject(detail) : NONE;
    }

    /** The page, over the whole copy, at which a fork was to fail; or {@link #NONE}. */
    int forkFailsAt() {
        return hasPlace() ? FlightRecorder.placePage(detail) - 1 : NONE;
    }

    /** Where it says that a region lies or lay; null if it does not. */
    Scene.Spot spot() {
        if (!hasPlace()) {
            return null;
        }
        int place = FlightRecorder.placePage(detail);
        return switch (op) {
            case MMAP -> failedHalfWay() ? null : new Scene.Spot(mm(), place, pages(), object, page, false);
            case MUNMAP, MREMAP -> new Scene.Spot(object, page, pages(), region(), place, false);
            default -> null;
        };
    }
}

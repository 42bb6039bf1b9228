package org.vmtorture.explore;

import org.vmtorture.memory.SharedMemory;
import org.vmtorture.memory.Words;
import org.vmtorture.mm.Op;
import org.vmtorture.oracle.FindingKind;
import org.vmtorture.scenario.Program;

/**
 * The smallest race of the kind that we hunt, written without the model: a region with one PTE and a count of two, its
 * owner's and its mapping's. GUP callers look, get, look again and put; a process unmaps; the driver frees. With the
 * bug GUP gets unconditionally, and one preemption makes it the second to free.
 */
final class RegionRace implements Program {
    private final int gups;
    private final boolean bug;

    RegionRace(int gups, boolean bug) {
        this.gups = gups;
        this.bug = bug;
    }

    @Override
    public int actors() {
        return gups + 2;
    }

    @Override
    public String actor(int actor) {
        return actor < gups ? "gup" : actor == gups ? "process" : "driver";
    }

    @Override
    public int operations(int actor) {
        return 1;
    }

    @Override
    public String operation(int actor, int operation) {
        return actor < gups ? "gup" : actor == gups ? "munmap" : "vfree";
    }

    @Override
    public Execution boot(SharedMemory memory) {
        var region = new Region(memory);
        return new Execution() {
            @Override
            public void operate(int actor, int operation) {
                if (actor < gups) {
                    region.gup(actor, bug);
                } else if (actor == gups) {
                    region.munmap(actor);
                } else {
                    region.put(actor);
                }
            }

            @Override
            public void atRest() {}
        };
    }

    private static final class Region {
        private final SharedMemory memory;
        private final Words count;
        private final Words pte;
        private final Words freed;

        Region(SharedMemory memory) {
            this.memory = memory;
            count = memory.words("ref", 1);
            pte = memory.words("pte", 1);
            freed = memory.words("freed", 1);
            count.setVolatile(0, 2);
            pte.setVolatile(0, 1);
        }

        void gup(int actor, boolean bug) {
            if (!mapped() || !get(bug)) {
                return;
            }
            access(actor);
            put(actor);
        }

        private void access(int actor) {
            memory.enter();
            if (mapped() && freed.getVolatile(0) != 0) {
                throw Violation.own(FindingKind.USE_AFTER_FREE, actor, Op.GUP_FAST);
            }
            memory.leave(0);
        }

        private boolean mapped() {
            return pte.getVolatile(0) != 0;
        }

        private boolean get(boolean bug) {
            memory.enter();
            boolean got = true;
            if (bug) {
                count.getAndAdd(0, 1);
            } else {
                got = tryGet();
            }
            memory.leave(got ? 1 : 0);
            return got;
        }

        private boolean tryGet() {
            while (true) {
                long seen = count.getVolatile(0);
                if (seen == 0) {
                    return false;
                }
                if (count.compareAndExchange(0, seen, seen + 1) == seen) {
                    return true;
                }
                memory.again();
            }
        }

        void munmap(int actor) {
            pte.setVolatile(0, 0);
            put(actor);
        }

        void put(int actor) {
            memory.enter();
            boolean last = count.getAndAdd(0, -1) == 1;
            memory.leave(last ? 1 : 0);
            if (last && freed.getAndAdd(0, 1) != 0) {
                throw Violation.own(FindingKind.DOUBLE_FREE, actor, Op.VFREE);
            }
        }
    }
}

package org.vmtorture.scenario;

import org.vmtorture.mm.FrameOwner;
import org.vmtorture.mm.Ledger;

/** What an actor does with what it holds itself. Where its pin was refused, so that it holds none, nothing happens. */
sealed interface HeldVerb extends Verb {
    /** touch: the device writes, or reads, the page that was pinned last. */
    record Touch(boolean load) implements HeldVerb {
        @Override
        public void check(Rules rules) {
            rules.needsPin();
        }

        @Override
        public Runnable bind(Seat seat) {
            var pins = seat.kernel().pins();
            Ledger ledger = seat.cpu().ledger();
            long value = seat.cpu().id() + 1L;
            return () -> {
                int newest = ledger.pins() - 1;
                if (newest < 0) {
                    return;
                }
                if (load) {
                    pins.load(seat.cpu(), newest);
                } else {
                    pins.store(seat.cpu(), newest, value);
                }
            };
        }

        @Override
        public String toString() {
            return load ? "touch load" : "touch";
        }
    }

    /** unpin: lets go of the pin that was taken last; atomic, as a completion handler does with interrupts off. */
    record Unpin(boolean atomic) implements HeldVerb {
        @Override
        public void check(Rules rules) {
            rules.needsPin();
            rules.dropsPin();
        }

        @Override
        public Runnable bind(Seat seat) {
            var pins = seat.kernel().pins();
            Ledger ledger = seat.cpu().ledger();
            return () -> {
                int newest = ledger.pins() - 1;
                if (newest < 0) {
                    return;
                }
                if (atomic) {
                    pins.unpinAtomic(seat.cpu(), newest);
                } else {
                    pins.unpin(seat.cpu(), newest);
                }
            };
        }

        @Override
        public String toString() {
            return atomic ? "unpin atomic" : "unpin";
        }
    }

    /** hand-on: gives the pin that was taken last to another actor, which takes it. */
    record HandOn(String to) implements HeldVerb {
        @Override
        public void check(Rules rules) {
            rules.needsPin();
            rules.dropsPin();
            rules.handsOn(to);
        }

        @Override
        public Runnable bind(Seat seat) {
            var pins = seat.kernel().pins();
            Ledger ledger = seat.cpu().ledger();
            int actor = seat.names().actor(to);
            return () -> {
                int newest = ledger.pins() - 1;
                if (newest < 0) {
                    seat.post().sendNothing(actor);
                    return;
                }
                long grant = ledger.pinPte(newest);
                long hold = ledger.pinHold(newest);
                pins.handOn(seat.cpu(), newest);
                seat.post().send(actor, grant, hold);
            };
        }

        @Override
        public String toString() {
            return "hand-on " + to;
        }
    }

    /** take: waits for the pin that another actor hands on. */
    record Take() implements HeldVerb {
        @Override
        public void check(Rules rules) {
            rules.takesPin();
        }

        @Override
        public Runnable bind(Seat seat) {
            var pins = seat.kernel().pins();
            int actor = seat.cpu().id();
            return () -> {
                long hold = seat.post().await(actor);
                if (hold != Post.NOTHING) {
                    pins.receive(seat.cpu(), seat.post().grant(actor), hold);
                }
            };
        }

        @Override
        public String toString() {
            return "take";
        }
    }

    /** slab: somebody else in the kernel allocates a frame and keeps its data there. */
    record Slab() implements HeldVerb {
        @Override
        public void check(Rules rules) {
            rules.takesFrame();
        }

        @Override
        public Runnable bind(Seat seat) {
            var neighbour = seat.kernel().neighbour();
            return () -> neighbour.allocate(seat.cpu(), FrameOwner.SLAB);
        }

        @Override
        public int frames() {
            return 1;
        }

        @Override
        public String toString() {
            return "slab";
        }
    }

    /** slab-free: frees the frame that slab allocated last. */
    record SlabFree() implements HeldVerb {
        @Override
        public void check(Rules rules) {
            rules.dropsFrame();
        }

        @Override
        public Runnable bind(Seat seat) {
            var neighbour = seat.kernel().neighbour();
            Ledger ledger = seat.cpu().ledger();
            return () -> {
                if (ledger.neighbours() > 0) {
                    neighbour.free(seat.cpu(), ledger.neighbours() - 1);
                }
            };
        }

        @Override
        public String toString() {
            return "slab-free";
        }
    }
}

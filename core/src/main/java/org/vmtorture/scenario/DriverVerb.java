package org.vmtorture.scenario;

import org.vmtorture.op.DriverRegions;

/** What drivers and the kernel's workers do. */
sealed interface DriverVerb extends Verb {
    /** The one pipe of a scenario. */
    int PIPE = 0;

    /** vmalloc, alloc-pages: an area for a name that has none, or not any more. */
    record Allocate(String area, int pages, boolean blocks, boolean counted) implements DriverVerb {
        @Override
        public void check(Rules rules) {
            rules.allocates(this);
        }

        @Override
        public Runnable bind(Seat seat) {
            DriverRegions regions = seat.kernel().regions();
            int region = seat.names().area(area);
            boolean counts = counted || seat.names().counted(region);
            return () -> regions.create(seat.cpu(), region, pages, blocks, counts);
        }

        @Override
        public int frames() {
            return blocks ? 0 : pages;
        }

        @Override
        public String toString() {
            return (blocks ? "alloc-pages " : "vmalloc ") + area + " " + pages + (counted ? " counted" : "");
        }
    }

    /** How a driver gives up its own claim on an area. */
    enum How {
        VFREE("vfree"),
        ATOMIC("vfree-atomic"),
        CLOSE("close"),
        UNREGISTER("unregister");

        private final String verb;

        How(String verb) {
            this.verb = verb;
        }
    }

    /** vfree, vfree-atomic, close, unregister. */
    record Free(How how, String area) implements DriverVerb {
        @Override
        public void check(Rules rules) {
            rules.pagesOf(area);
            if (how == How.CLOSE && !rules.counted(area)) {
                throw rules.wrong(
                        "close " + area + ": its driver counts no mappings, so closing its file frees at once; "
                                + "vfree " + area + " would be right, or an area with driver = counted");
            }
        }

        @Override
        public Runnable bind(Seat seat) {
            DriverRegions regions = seat.kernel().regions();
            int region = seat.names().area(area);
            return switch (how) {
                case ATOMIC -> () -> regions.destroyAtomic(seat.cpu(), region);
                case UNREGISTER -> () -> regions.freeWhileMapped(seat.cpu(), region);
                case VFREE, CLOSE -> () -> regions.destroy(seat.cpu(), region);
            };
        }

        @Override
        public String toString() {
            return how.verb + " " + area;
        }
    }

    /** kernel-load, kernel-store: the driver touches its area through the kernel's own mapping. */
    record Alias(Pages at, boolean store) implements DriverVerb {
        @Override
        public void check(Rules rules) {
            rules.has(at);
        }

        @Override
        public Runnable bind(Seat seat) {
            DriverRegions regions = seat.kernel().regions();
            int region = seat.names().area(at.area());
            long value = seat.cpu().id() + 1L;
            return () -> regions.access(seat.cpu(), region, at.first(), store, value);
        }

        @Override
        public String toString() {
            return (store ? "kernel-store " : "kernel-load ") + at;
        }
    }

    /** unmap-mapping: the driver zaps what maps its area, in all processes. */
    record Unmap(String area) implements DriverVerb {
        @Override
        public void check(Rules rules) {
            rules.pagesOf(area);
        }

        @Override
        public Runnable bind(Seat seat) {
            var unmapMapping = seat.kernel().unmapMapping();
            int region = seat.names().area(area);
            return () -> unmapMapping.unmap(seat.cpu(), region);
        }

        @Override
        public String toString() {
            return "unmap-mapping " + area;
        }
    }

    /** splice: the driver puts a page of its own into the pipe. */
    record Splice(Pages at) implements DriverVerb {
        @Override
        public void check(Rules rules) {
            rules.has(at);
        }

        @Override
        public Runnable bind(Seat seat) {
            var splice = seat.kernel().splice();
            int region = seat.names().area(at.area());
            return () -> splice.splice(seat.cpu(), region, at.first(), PIPE);
        }

        @Override
        public boolean pipes() {
            return true;
        }

        @Override
        public String toString() {
            return "splice " + at;
        }
    }

    /** read-pipe: somebody reads the pipe's oldest buffer and lets it go. */
    record ReadPipe() implements DriverVerb {
        @Override
        public void check(Rules rules) {
            // an empty pipe is read as such
        }

        @Override
        public Runnable bind(Seat seat) {
            var splice = seat.kernel().splice();
            return () -> splice.read(seat.cpu(), PIPE);
        }

        @Override
        public boolean pipes() {
            return true;
        }

        @Override
        public String toString() {
            return "read-pipe";
        }
    }

    /** work: a kworker frees what last puts have deferred, if there is anything. */
    record Work() implements DriverVerb {
        @Override
        public void check(Rules rules) {
            // needs nothing
        }

        @Override
        public Runnable bind(Seat seat) {
            return () -> seat.kernel().work(seat.cpu());
        }

        @Override
        public String toString() {
            return "work";
        }
    }
}

package org.vmtorture.scenario;

/** What is done to pages of a process besides mapping them as a whole and using them. */
sealed interface PageVerb extends ProcessVerb {
    /** fault: a load with the page fault that it may take, which the driver's handler answers. */
    record FaultIn(String process, Pages at) implements PageVerb {
        @Override
        public void check(Rules rules) {
            rules.uses(process);
            rules.has(at);
        }

        @Override
        public Action bind(Seat seat, Home home) {
            var user = seat.kernel().userAccess();
            int area = seat.names().area(at.area());
            return mm -> {
                int page = home.page(area, at.first());
                if (page != Home.NOWHERE) {
                    user.touch(seat.cpu(), mm, page);
                }
            };
        }

        @Override
        public String toString() {
            return ProcessVerb.in("fault", process) + " " + at;
        }
    }

    /** insert: the driver puts a page into a VMA that mmap has left empty. */
    record Insert(String process, Pages at) implements PageVerb {
        @Override
        public void check(Rules rules) {
            rules.uses(process);
            rules.has(at);
        }

        @Override
        public Action bind(Seat seat, Home home) {
            var mmap = seat.kernel().mmap();
            int area = seat.names().area(at.area());
            return mm -> {
                int page = home.page(area, at.first());
                if (page != Home.NOWHERE) {
                    mmap.insertLater(seat.cpu(), mm, area, at.first(), page);
                }
            };
        }

        @Override
        public String toString() {
            return ProcessVerb.in("insert", process) + " " + at;
        }
    }

    /** mmap-beyond: mmap with an offset that leads just out of the area. */
    record MmapBeyond(String process, String area) implements PageVerb {
        @Override
        public void check(Rules rules) {
            rules.uses(process);
            rules.pagesOf(area);
        }

        @Override
        public Action bind(Seat seat, Home home) {
            var mmap = seat.kernel().mmap();
            int region = seat.names().area(area);
            int beyond = seat.kernel().machine().vmStructs().pagesPerArea();
            int hint = home.firstAddress(region);
            return mm -> {
                int start = mmap.mmap(seat.cpu(), mm, region, beyond, 1, hint, Form.NO_FAILURE);
                if (start >= 0) {
                    home.put(region, 0, start, 1);
                }
            };
        }

        @Override
        public int vmas(Names names) {
            return 1;
        }

        @Override
        public String toString() {
            return ProcessVerb.in("mmap-beyond", process) + " " + area;
        }
    }

    /** dontneed: MADV_DONTNEED. */
    record DontNeed(String process, Pages pages) implements PageVerb {
        @Override
        public void check(Rules rules) {
            rules.uses(process);
            rules.has(pages);
        }

        @Override
        public Action bind(Seat seat, Home home) {
            var madvise = seat.kernel().madvise();
            int area = seat.names().area(pages.area());
            int to = pages.to(seat.names().pages(area));
            return mm ->
                    home.eachRun(area, pages.from(), to, (start, end) -> madvise.dontNeed(seat.cpu(), mm, start, end));
        }

        @Override
        public String toString() {
            return ProcessVerb.in("dontneed", process) + " " + pages;
        }
    }

    /** vmsplice: a page into the scenario's one pipe. */
    record Vmsplice(String process, Pages at) implements PageVerb {
        @Override
        public void check(Rules rules) {
            rules.uses(process);
            rules.has(at);
        }

        @Override
        public Action bind(Seat seat, Home home) {
            var splice = seat.kernel().splice();
            int area = seat.names().area(at.area());
            return mm -> {
                int page = home.page(area, at.first());
                if (page != Home.NOWHERE) {
                    splice.vmsplice(seat.cpu(), mm, page, DriverVerb.PIPE);
                }
            };
        }

        @Override
        public boolean pipes() {
            return true;
        }

        @Override
        public String toString() {
            return ProcessVerb.in("vmsplice", process) + " " + at;
        }
    }
}

package org.vmtorture.scenario;

import org.vmtorture.op.Fork;
import org.vmtorture.op.Gup;

/** What is done in a process's address space. The process stays unwritten where it is plain which one is meant. */
sealed interface ProcessVerb extends Verb
        permits ProcessVerb.Access,
                ProcessVerb.Mmap,
                ProcessVerb.Munmap,
                ProcessVerb.Mremap,
                ProcessVerb.ForkChild,
                ProcessVerb.Exit,
                ProcessVerb.Pin,
                ProcessVerb.WalkVma,
                PageVerb {
    /** What to do with an address space that the actor uses. */
    @FunctionalInterface
    interface Action {
        void on(int mm);
    }

    /** The process as it is written, or null. */
    String process();

    Action bind(Seat seat, Home home);

    @Override
    default Runnable bind(Seat seat) {
        Home home = seat.home(process());
        Action action = bind(seat, home);
        boolean leaves = seat.leaves(home);
        return () -> {
            int mm = home.mm();
            if (mm == Home.NEVER_BORN) {
                return;
            }
            action.on(mm);
            if (leaves) {
                seat.kernel().addressSpaces().put(seat.cpu(), mm);
            }
        };
    }

    /** An operation with its process, if that is written. */
    static String in(String verb, String process) {
        return process == null ? verb : verb + " " + process;
    }

    /** load, store: one instruction through the actor's TLB. */
    record Access(String process, Pages at, boolean store) implements ProcessVerb {
        @Override
        public void check(Rules rules) {
            rules.uses(process);
            rules.has(at);
        }

        @Override
        public Action bind(Seat seat, Home home) {
            var user = seat.kernel().userAccess();
            int area = seat.names().area(at.area());
            long value = seat.cpu().id() + 1L;
            return mm -> {
                int page = home.page(area, at.first());
                if (page == Home.NOWHERE) {
                    return;
                }
                if (store) {
                    user.store(seat.cpu(), mm, page, value);
                } else {
                    user.load(seat.cpu(), mm, page);
                }
            };
        }

        @Override
        public String toString() {
            return in(store ? "store" : "load", process) + " " + at;
        }
    }

    /** mmap: pages of an area; failAt is the page at which inserting fails, counted from the first one mapped. */
    record Mmap(String process, Pages pages, int failAt) implements ProcessVerb {
        @Override
        public void check(Rules rules) {
            rules.uses(process);
            rules.has(pages);
            if (failAt >= pages.to(rules.pagesOf(pages.area())) - pages.from()) {
                throw rules.wrong("failing " + failAt + " is beyond the pages that " + this
                        + " inserts; they count from 0, so less than that would be right");
            }
        }

        @Override
        public Action bind(Seat seat, Home home) {
            var mmap = seat.kernel().mmap();
            int area = seat.names().area(pages.area());
            int from = pages.from();
            int count = pages.to(seat.names().pages(area)) - from;
            int hint = home.firstAddress(area) + from;
            return mm -> {
                int start = mmap.mmap(seat.cpu(), mm, area, from, count, hint, failAt);
                if (start >= 0) {
                    home.put(area, from, start, count);
                }
            };
        }

        @Override
        public int vmas(Names names) {
            return 1;
        }

        @Override
        public String toString() {
            return in("mmap", process) + " " + pages + (failAt == Form.NO_FAILURE ? "" : " failing " + failAt);
        }
    }

    /** munmap: all of an area's pages or some of them, wherever they are mapped now. */
    record Munmap(String process, Pages pages) implements ProcessVerb {
        @Override
        public void check(Rules rules) {
            rules.uses(process);
            rules.has(pages);
        }

        @Override
        public Action bind(Seat seat, Home home) {
            var munmap = seat.kernel().munmap();
            int area = seat.names().area(pages.area());
            int to = pages.to(seat.names().pages(area));
            return mm ->
                    home.eachRun(area, pages.from(), to, (start, end) -> munmap.munmap(seat.cpu(), mm, start, end));
        }

        @Override
        public int vmas(Names names) {
            boolean splitsBefore = pages.from() > 0;
            int count = names.pages(names.area(pages.area()));
            boolean splitsAfter = pages.to(count) < count;
            return (splitsBefore ? 1 : 0) + (splitsAfter ? 1 : 0);
        }

        @Override
        public String toString() {
            return in("munmap", process) + " " + pages;
        }
    }

    /** mremap: to other addresses, at which all of the process's threads look from then on. */
    record Mremap(String process, Pages pages) implements ProcessVerb {
        @Override
        public void check(Rules rules) {
            rules.uses(process);
            rules.has(pages);
        }

        @Override
        public Action bind(Seat seat, Home home) {
            var mremap = seat.kernel().mremap();
            int area = seat.names().area(pages.area());
            int from = pages.from();
            int count = pages.to(seat.names().pages(area)) - from;
            int hint = home.secondAddress(area) + from;
            return mm -> {
                int start = home.page(area, from);
                int to = start == Home.NOWHERE ? -1 : mremap.mremap(seat.cpu(), mm, start, count, hint);
                if (to >= 0) {
                    home.put(area, from, to, count);
                }
            };
        }

        @Override
        public int vmas(Names names) {
            return 3;
        }

        @Override
        public String toString() {
            return in("mremap", process) + " " + pages;
        }
    }

    /** fork, into a child that has a name from then on; failAt is the page, over the whole copy, at which it fails. */
    record ForkChild(String process, String child, int failAt) implements ProcessVerb {
        @Override
        public void check(Rules rules) {
            rules.bears(child);
            rules.uses(process);
        }

        @Override
        public Action bind(Seat seat, Home home) {
            Fork fork = seat.kernel().fork();
            var addressSpaces = seat.kernel().addressSpaces();
            Home born = seat.home(child);
            int users = seat.users(child);
            return mm -> {
                int childMm = fork.fork(seat.cpu(), mm, failAt);
                if (childMm < 0) {
                    born.neverBorn();
                    return;
                }
                for (int user = 1; user < users; user++) {
                    addressSpaces.tryGet(seat.cpu(), childMm); // for another actor, which cannot know it yet
                }
                born.bear(childMm, home);
            };
        }

        @Override
        public String toString() {
            return in("fork", process) + " " + child + (failAt == Form.NO_FAILURE ? "" : " failing " + failAt);
        }
    }

    /** exit: the actor leaves the process; the last one out takes its address space down. */
    record Exit(String process) implements ProcessVerb {
        @Override
        public void check(Rules rules) {
            rules.uses(process);
            rules.exits(process);
        }

        @Override
        public Action bind(Seat seat, Home home) {
            var addressSpaces = seat.kernel().addressSpaces();
            return mm -> addressSpaces.put(seat.cpu(), mm);
        }

        @Override
        public String toString() {
            return in("exit", process);
        }
    }

    /** Which way GUP goes. */
    enum GupPath {
        PIN("pin"),
        FAST("gup-fast"),
        SLOW("gup-slow");

        private final String verb;

        GupPath(String verb) {
            this.verb = verb;
        }
    }

    /** pin, gup-fast, gup-slow: a pin for writing, which the actor holds if GUP grants it. */
    record Pin(GupPath path, String process, Pages at, boolean longTerm) implements ProcessVerb {
        @Override
        public void check(Rules rules) {
            rules.uses(process);
            rules.has(at);
            rules.takesPin();
        }

        @Override
        public Action bind(Seat seat, Home home) {
            Gup gup = seat.kernel().gup();
            int area = seat.names().area(at.area());
            return mm -> {
                int page = home.page(area, at.first());
                if (page == Home.NOWHERE) {
                    return;
                }
                switch (path) {
                    case PIN -> gup.pin(seat.cpu(), mm, page, true, longTerm);
                    case FAST -> gup.pinFast(seat.cpu(), mm, page, true, longTerm);
                    case SLOW -> gup.pinSlow(seat.cpu(), mm, page, true, longTerm);
                }
            };
        }

        @Override
        public String toString() {
            return in(path.verb, process) + " " + at + (longTerm ? " longterm" : "");
        }
    }

    /** walk: smaps of the VMA that maps a page, the area's first if none is named. */
    record WalkVma(String process, Pages at) implements ProcessVerb {
        @Override
        public void check(Rules rules) {
            rules.uses(process);
            rules.has(at);
        }

        @Override
        public Action bind(Seat seat, Home home) {
            var walk = seat.kernel().walk();
            int area = seat.names().area(at.area());
            return mm -> {
                int page = home.page(area, at.from());
                if (page != Home.NOWHERE) {
                    walk.walkAt(seat.cpu(), mm, page);
                }
            };
        }

        @Override
        public String toString() {
            return in("walk", process) + " " + at;
        }
    }
}

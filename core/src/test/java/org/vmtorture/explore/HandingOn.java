package org.vmtorture.explore;

/** Hands every question on to another search, so that a test can listen. Departures are made from the start. */
class HandingOn extends Choices {
    final Choices inner;

    HandingOn(Choices inner) {
        this.inner = inner;
    }

    @Override
    Detail detail() {
        return Detail.STATES;
    }

    @Override
    void start() {
        inner.run = run;
        inner.start();
    }

    @Override
    int choose(int depth, long enabled) {
        return inner.choose(depth, enabled);
    }

    @Override
    void stepped(int depth) {
        inner.stepped(depth);
    }

    @Override
    boolean atRest() {
        return inner.atRest();
    }

    @Override
    boolean another(int depth, Ending ending) {
        return inner.another(depth, ending);
    }

    @Override
    boolean exhausted() {
        return inner.exhausted();
    }
}

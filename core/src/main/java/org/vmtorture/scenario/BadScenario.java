package org.vmtorture.scenario;

/** A scenario that makes no sense. The message is one line: where, what is wrong, and what would be right. */
public final class BadScenario extends RuntimeException {
    private static final long serialVersionUID = 1;

    BadScenario(Place place, String what) {
        super(Place.printable(place + ": " + what));
    }
}

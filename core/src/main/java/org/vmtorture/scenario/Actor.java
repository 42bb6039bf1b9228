package org.vmtorture.scenario;

import java.util.List;

/** One actor, which is one CPU, and what it does in order. */
record Actor(String name, List<Verb> verbs) {
    Actor {
        verbs = List.copyOf(verbs);
    }

    String text() {
        return name + " = ["
                + String.join(", ", verbs.stream().map(Verb::toString).toList()) + "]";
    }
}

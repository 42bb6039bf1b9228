package org.vmtorture.scenario;

import java.util.List;

/** A process that exists when the actors start, and what it has mapped by then. */
record Mapped(String name, List<Pages> pages) {
    Mapped {
        pages = List.copyOf(pages);
    }

    String text() {
        return name + " = ["
                + String.join(", ", pages.stream().map(Pages::toString).toList()) + "]";
    }
}

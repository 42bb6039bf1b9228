package org.vmtorture.scenario;

/**
 * How far an exploration of the scenario is meant to go.
 *
 * @param kind which search
 * @param preemptions for {@link Kind#PREEMPTIONS} the bound, else 0
 */
public record Search(Kind kind, int preemptions) {
    /** To the end, by whichever search the explorer picks. */
    public static final Search EXHAUSTIVE = new Search(Kind.EXHAUSTIVE, 0);

    /** What a scenario may ask for. */
    public enum Kind {
        EXHAUSTIVE("exhaustive"),
        STORED_STATES("stored-states"),
        DPOR("dpor"),
        PREEMPTIONS("preemptions");

        private final String id;

        Kind(String id) {
            this.id = id;
        }

        public String id() {
            return id;
        }
    }

    /** Whether the scenario declares that its verdict is bounded and not exhausted. */
    public boolean bounded() {
        return kind == Kind.PREEMPTIONS;
    }

    @Override
    public String toString() {
        return bounded() ? kind.id() + " " + preemptions : kind.id();
    }
}

package org.vmtorture.memory;

import java.util.Optional;

/** How logical threads are made. All kinds run the same schedules; they differ in speed and in what they need. */
public enum FiberKind {
    /** The JDK's own continuations: JDK 21 or later, with {@code jdk.internal.vm} exported to us. Fastest. */
    CONTINUATION("continuations"),
    /**
     * Virtual threads: JDK 21 or later, no flag. Half as fast, if {@code -Djdk.virtualThreadScheduler.parallelism=1}
     * keeps them on one carrier, else slower.
     */
    VIRTUAL("virtual threads"),
    /** Platform threads: anywhere; best on one CPU ({@code taskset -c 0}), where handing over is cheap. */
    PLATFORM("platform threads");

    private final String text;

    FiberKind(String text) {
        this.text = text;
    }

    /** As it is printed. */
    public String text() {
        return text;
    }

    /** Whether this JVM, started as it was, has them. */
    public boolean available() {
        return switch (this) {
            case CONTINUATION -> ContinuationFibers.available();
            case VIRTUAL -> ThreadFibers.virtualAvailable();
            case PLATFORM -> true;
        };
    }

    /** The fastest kind that is available. */
    public static FiberKind best() {
        for (FiberKind kind : values()) {
            if (kind.available()) {
                return kind;
            }
        }
        throw new AssertionError("platform threads are always available");
    }

    /** The kind that {@link #text} or the constant's name in lower case names. */
    public static Optional<FiberKind> named(String name) {
        for (FiberKind kind : values()) {
            if (kind.text.equals(name) || kind.name().equalsIgnoreCase(name)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /**
     * Makes so many fibers. None runs yet.
     *
     * @throws UnsupportedOperationException if the kind is not {@link #available}
     */
    public Fibers open(int count, Fibers.Body body) {
        if (!available()) {
            throw new UnsupportedOperationException(
                    "no " + text + " on Java " + Runtime.version().feature());
        }
        return this == CONTINUATION ? new ContinuationFibers(count, body) : new ThreadFibers(this, count, body);
    }
}

package org.vmtorture.soak;

/** Picks the workload that options ask for. */
final class Workloads {
    private Workloads() {}

    static Workload of(SoakOptions options, SoakListener listener) {
        return new ProfileWorkload(options.profile(), options.careless(), options.gup());
    }
}

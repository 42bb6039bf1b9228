package org.vmtorture.explore;

/**
 * The shortest execution that shows a finding, and in what sense it is the shortest.
 *
 * @param violation the execution
 * @param fewestPreemptions whether every schedule with fewer preemptions was tried
 * @param fewestSteps whether every schedule with as many preemptions and fewer steps was tried
 */
public record Minimal(Violation violation, boolean fewestPreemptions, boolean fewestSteps) {
    /** In words, for whoever reads the trace. */
    public String how() {
        int preemptions = violation.schedule().preemptions();
        int steps = violation.schedule().steps();
        String shape = preemptions + (preemptions == 1 ? " preemption, " : " preemptions, ") + steps + " steps";
        if (!fewestPreemptions) {
            return shape + "; the search for fewer preemptions was cut short";
        }
        return shape + (fewestSteps ? ": none has fewer" : "; none has fewer preemptions, perhaps one fewer steps");
    }
}

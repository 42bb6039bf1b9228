package org.vmtorture.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.vmtorture.scenario.Program;

/**
 * An execution for people. A row is what one actor did of one operation before another went on; of its accesses those
 * are told that a reader follows: counts, PTEs, page types and contents where they change, what it had last looked at
 * when it was preempted, and what it waits for.
 *
 * @param actors the columns
 * @param rows in the order of the execution
 * @param kind what was found, in a word
 * @param end what was found when all were done or stuck; empty if an actor's step showed it
 */
public record Trace(List<String> actors, List<Row> rows, String kind, String end) {
    /**
     * A run of steps.
     *
     * @param step the first of them, counted from 1
     * @param actor whose
     * @param operation in which of its operations, as scenario files write it
     * @param goesOn whether the operation began in an earlier row
     * @param notes what happened, a short line each
     * @param violates whether the last step showed the violation
     */
    public record Row(int step, int actor, String operation, boolean goesOn, List<String> notes, boolean violates) {
        public Row {
            notes = List.copyOf(notes);
        }

        /** The operation, marked if it goes on. */
        String head() {
            return (goesOn ? "... " : "") + operation;
        }
    }

    public Trace {
        actors = List.copyOf(actors);
        rows = List.copyOf(rows);
    }

    /** The trace of a violation of the program. */
    public static Trace of(Program program, Violation violation) {
        List<String> actors =
                IntStream.range(0, program.actors()).mapToObj(program::actor).toList();
        String kind = violation.violated().kind().id();
        String end = switch (violation.actor()) {
            case Violation.AT_REST -> "all are done, and the audit finds: " + kind;
            case Violation.STUCK -> "nobody can go on: " + kind;
            default -> "";
        };
        return new Trace(actors, new Segments(program, violation).rows(), kind, end);
    }

    /** How many rows an execution has. */
    static int rows(List<Step> steps) {
        int rows = 0;
        for (int i = 0; i < steps.size(); i++) {
            rows += i == 0 || !Segments.sameOperation(steps.get(i - 1), steps.get(i)) ? 1 : 0;
        }
        return rows;
    }

    /** As text, a column for each actor. */
    public List<String> lines(int columns) {
        return new Columns(this, columns).lines(Integer.MAX_VALUE);
    }

    /** As text of at most so many lines; what is left out is said. */
    public List<String> lines(int columns, int most) {
        return new Columns(this, columns).lines(most);
    }

    /** Cuts an execution into rows. */
    private static final class Segments {
        private final Program program;
        private final Violation violation;
        private final List<Step> steps;
        private final List<Row> rows = new ArrayList<>();

        Segments(Program program, Violation violation) {
            this.program = program;
            this.violation = violation;
            this.steps = violation.steps();
        }

        List<Row> rows() {
            for (int from = 0; from < steps.size(); ) {
                int to = from + 1;
                while (to < steps.size() && sameOperation(steps.get(from), steps.get(to))) {
                    to++;
                }
                rows.add(row(from, to));
                from = to;
            }
            return rows;
        }

        private static boolean sameOperation(Step one, Step other) {
            return one.actor() == other.actor() && one.operation() == other.operation();
        }

        private Row row(int from, int to) {
            Step first = steps.get(from);
            boolean goesOn = rows.stream()
                    .anyMatch(row -> row.actor() == first.actor()
                            && steps.get(row.step() - 1).operation() == first.operation());
            boolean violates = to == steps.size() && violation.actor() == first.actor();
            String operation = program.operation(first.actor(), first.operation());
            return new Row(from + 1, first.actor(), operation, goesOn, notes(from, to, violates), violates);
        }

        private List<String> notes(int from, int to, boolean violates) {
            boolean cut = isCut(to - 1);
            int shown = cut || violates ? to - 1 : -1; // this one whatever it is
            int look = cut ? lastLook(from, to) : -1;
            var notes = new ArrayList<String>();
            for (int i = from; i < to; i++) {
                Step step = steps.get(i);
                if (step.location().isEmpty()) {
                    continue;
                }
                String note = i == shown || i == look ? Notes.any(step) : Notes.change(step);
                if (note != null) {
                    notes.add(note);
                }
            }
            waitedFor(to).ifPresent(notes::add);
            return notes;
        }

        /** Whether others go on although the operation is not over, as far as there is any telling. */
        private boolean isCut(int last) {
            Step step = steps.get(last);
            if (last + 1 == steps.size() || steps.get(last + 1).actor() == step.actor()) {
                return false;
            }
            for (int i = last + 1; i < steps.size(); i++) {
                if (steps.get(i).actor() == step.actor()) {
                    return steps.get(i).operation() == step.operation();
                }
            }
            return !Notes.releases(step) && isEnabled(step.actor(), last + 1);
        }

        private boolean isEnabled(int actor, int at) {
            return (violation.schedule().choices().get(at).enabled() & 1L << actor) != 0;
        }

        private int lastLook(int from, int to) {
            for (int i = to - 1; i >= from; i--) {
                if (Notes.look(steps.get(i)) != null) {
                    return i;
                }
            }
            return -1;
        }

        /** What the actor could not have when its turn was over, if it takes it later. */
        private Optional<String> waitedFor(int to) {
            int actor = steps.get(to - 1).actor();
            if (to == steps.size() || steps.get(to).actor() == actor || isEnabled(actor, to)) {
                return Optional.empty();
            }
            return steps.subList(to, steps.size()).stream()
                    .filter(step -> step.actor() == actor)
                    .findFirst()
                    .map(step -> "waits for " + step.location());
        }
    }
}

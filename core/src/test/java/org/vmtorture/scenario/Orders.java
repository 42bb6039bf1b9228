package org.vmtorture.scenario;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.vmtorture.memory.Halted;
import org.vmtorture.memory.InterposedMemory;
import org.vmtorture.oracle.FindingKind;
import org.vmtorture.oracle.Violated;

/**
 * Runs a program's operations one after the other, each as a whole, on one thread: in every order, or in seeded random
 * ones. An operation that would wait for another actor makes its order one that cannot be.
 */
final class Orders {
    /** What the orders found, and how many of them could be. */
    record Outcome(Set<FindingKind> found, int orders) {}

    private final Program program;
    private final Set<FindingKind> found = EnumSet.noneOf(FindingKind.class);
    private int orders;

    private Orders(Program program) {
        this.program = program;
    }

    static Outcome every(Program program, int ordersMax) {
        var orders = new Orders(program);
        orders.extend(new ArrayList<>(), new int[program.actors()], ordersMax);
        return new Outcome(orders.found, orders.orders);
    }

    static Outcome random(Program program, int count, long seed) {
        var orders = new Orders(program);
        var random = new SplittableRandom(seed);
        for (int i = 0; i < count; i++) {
            var done = new int[program.actors()];
            List<Integer> order = new ArrayList<>();
            for (int left = total(program); left > 0; left--) {
                int actor = random.nextInt(program.actors());
                while (done[actor] == program.operations(actor)) {
                    actor = (actor + 1) % program.actors();
                }
                done[actor]++;
                order.add(actor);
            }
            orders.run(order);
        }
        return new Outcome(orders.found, orders.orders);
    }

    private static int total(Program program) {
        int total = 0;
        for (int actor = 0; actor < program.actors(); actor++) {
            total += program.operations(actor);
        }
        return total;
    }

    private void extend(List<Integer> order, int[] done, int ordersMax) {
        if (orders >= ordersMax) {
            return;
        }
        if (order.size() == total(program)) {
            run(order);
            return;
        }
        for (int actor = 0; actor < program.actors(); actor++) {
            if (done[actor] < program.operations(actor)) {
                done[actor]++;
                order.add(actor);
                extend(order, done, ordersMax);
                order.remove(order.size() - 1);
                done[actor]--;
            }
        }
    }

    private void run(List<Integer> order) {
        try {
            Program.Execution execution = program.boot(new InterposedMemory());
            var next = new int[program.actors()];
            for (int actor : order) {
                execution.operate(actor, next[actor]++);
            }
            execution.atRest();
            orders++;
        } catch (Violated violated) {
            found.add(violated.kind());
            orders++;
        } catch (Halted waits) {
            // a child before its fork, or a pin before it is handed on
        }
    }
}

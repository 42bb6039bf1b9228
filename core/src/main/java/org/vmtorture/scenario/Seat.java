package org.vmtorture.scenario;

import java.util.List;
import org.vmtorture.mm.Cpu;
import org.vmtorture.op.Kernel;

/**
 * Where an operation finds what it works with: an actor's CPU on a booted machine.
 *
 * @param index of the actor
 * @param operation the number of the operation
 */
record Seat(Stage stage, int index, int operation) {
    Kernel kernel() {
        return stage.kernel();
    }

    Cpu cpu() {
        return stage.kernel().cpu(index);
    }

    Names names() {
        return stage.names();
    }

    Post post() {
        return stage.post();
    }

    /** The process as written, or the one that the actor means if null. */
    Home home(String written) {
        return stage.home(names().process(names().home(actor().name(), written)));
    }

    private Actor actor() {
        return stage.parts().actors().get(index);
    }

    /**
     * Whether the actor leaves the process after this operation: it is its last one there, somebody says exit, and it
     * says none itself. So an address space goes when nobody needs it, as mmput has it.
     */
    boolean leaves(Home home) {
        String process = names().processes().get(home.process());
        if (!Names.exits(stage.parts(), names(), process) || Names.exits(actor(), names(), process)) {
            return false;
        }
        List<Verb> later =
                actor().verbs().subList(operation + 1, actor().verbs().size());
        return later.stream()
                .noneMatch(verb ->
                        verb instanceof ProcessVerb in && process.equals(names().home(actor().name(), in.process())));
    }

    /** How many users a process starts with. */
    int users(String process) {
        return stage.users(process);
    }
}

package org.vmtorture.scenario;

import java.util.List;
import org.vmtorture.memory.SharedMemory;
import org.vmtorture.mm.MachineSize;
import org.vmtorture.strategy.StrategyId;

/** A scenario under one strategy. */
record ScenarioProgram(Parts parts, Names names, MachineSize size, StrategyId strategy) implements Program {
    @Override
    public int actors() {
        return parts.actors().size();
    }

    @Override
    public String actor(int actor) {
        return parts.actors().get(actor).name();
    }

    @Override
    public int operations(int actor) {
        return parts.actors().get(actor).verbs().size();
    }

    @Override
    public String operation(int actor, int operation) {
        return parts.actors().get(actor).verbs().get(operation).toString();
    }

    @Override
    public List<Weakening> weakenings() {
        return parts.weakenings();
    }

    @Override
    public Execution boot(SharedMemory memory) {
        return new Stage(parts, names, size, strategy, memory);
    }
}

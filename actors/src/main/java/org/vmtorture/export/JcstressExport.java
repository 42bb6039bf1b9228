package org.vmtorture.export;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vmtorture.explore.ReplayFile;
import org.vmtorture.scenario.Area;
import org.vmtorture.scenario.Program;
import org.vmtorture.scenario.Scenario;

/**
 * A jcstress test to go on from: the scenario's machine over hardware memory, a method for each actor with the kernel
 * paths that its operations stand for, and an arbiter that reads what the oracles found.
 */
final class JcstressExport {
    private static final int SPARE_FRAMES = 16;

    private static final String FORM = """
        package race; // jcstress makes its runner beside the class, and cannot without a package

        import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
        import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;

        import java.util.Set;
        import java.util.TreeSet;
        import java.util.concurrent.ConcurrentSkipListSet;
        import org.openjdk.jcstress.annotations.Actor;
        import org.openjdk.jcstress.annotations.Arbiter;
        import org.openjdk.jcstress.annotations.JCStressTest;
        import org.openjdk.jcstress.annotations.Outcome;
        import org.openjdk.jcstress.annotations.State;
        import org.openjdk.jcstress.infra.results.L_Result;
        import org.vmtorture.memory.HardwareMemory;
        import org.vmtorture.mm.Cpu;
        import org.vmtorture.mm.FrameOwner;
        import org.vmtorture.mm.MachineSize;
        import org.vmtorture.mm.Shootdown;
        import org.vmtorture.op.Fork;
        import org.vmtorture.op.GupMode;
        import org.vmtorture.op.Kernel;
        import org.vmtorture.op.Mmap;
        import org.vmtorture.oracle.Census;
        import org.vmtorture.oracle.Defect;
        import org.vmtorture.strategy.StrategyId;

        /**
        %s
         *
         * <p>A skeleton: the actors meet as the hardware has it, and the window may be small; repeat
         * operations, or
         * take some out, until it shows. A finding does not stop the machine: others may follow from it.
         */
        @JCStressTest
        @State
        @Outcome(id = "clean", expect = ACCEPTABLE, desc = "the actors did not meet in the window")
        @Outcome(id = %s, expect = ACCEPTABLE_INTERESTING, desc = %s)
        @Outcome(id = ".*", expect = ACCEPTABLE, desc = "what follows from it, or another finding")
        public class %s {
            private static final int BOOT = %d; // the CPU that boots and audits

            private final Set<String> found = new ConcurrentSkipListSet<>();
            private final Kernel kernel = Kernel.boot(
                    new HardwareMemory(),
                    %s,
                    %d,
                    StrategyId.%s,
                    GupMode.%s,
                    Defect.%s,
                    (cpu, kind, op, pfn, object, granted, actual, value) -> found.add(kind.id()));

        %s
            {
                Cpu cpu = kernel.cpu(BOOT);
        %s    }

        %s
            @Arbiter
            public void audit(L_Result r) {
                kernel.audit(kernel.cpu(BOOT), new Census(kernel.machine()));
                r.r1 = found.isEmpty() ? "clean" : String.join(" ", new TreeSet<>(found));
            }
        }
        """;

    private final ReplayFile file;
    private final Scenario scenario;
    private final Program program;
    private final String className;
    private final KernelCalls calls;

    JcstressExport(ReplayFile file, String className) {
        this.file = file;
        this.scenario = file.scenario();
        this.program = file.program();
        this.className = className;
        this.calls = new KernelCalls(scenario, program);
    }

    String text() {
        List<String> actors = new ArrayList<>();
        for (int actor = 0; actor < program.actors(); actor++) {
            actors.add(actor(actor));
        }
        return FORM.formatted(
                String.join("\n", story()),
                Words.quoted(".*" + kindOf(file.title()) + ".*"),
                Words.quoted(file.title()),
                className,
                program.actors(),
                size(),
                Math.max(1, calls.areas().size()),
                file.strategy().name(),
                scenario.gup().name(),
                scenario.defect().name(),
                calls.fields(),
                calls.boot(),
                String.join("\n", actors));
    }

    /** A title begins with its kind. */
    private static String kindOf(String title) {
        return title.split("[ :]", 2)[0];
    }

    private List<String> story() {
        return Words.wrapped(
                file.title() + ". Strategy " + file.strategy().id() + ", scenario " + scenario.name() + ", defect "
                        + scenario.defect().id() + "; written by vmtorture " + file.version() + ".",
                " * ");
    }

    private String size() {
        int pages = calls.areas().values().stream().mapToInt(Integer::intValue).sum();
        int largest = calls.areas().values().stream()
                .mapToInt(Integer::intValue)
                .max()
                .orElse(1);
        int frames = 2 * (2 * pages + SPARE_FRAMES + calls.processes());
        return "new MachineSize(" + frames + ", BOOT + 1, " + Math.max(1, calls.processes()) + ", "
                + calls.pagesPerMm() + ", 16, " + 4 * Math.max(1, calls.areas().size()) + ", " + largest
                + ", Shootdown." + scenario.shootdown().name() + ")";
    }

    private String actor(int actor) {
        var text = new StringBuilder();
        text.append("    @Actor\n    public void ")
                .append(KernelCalls.name(program.actor(actor)))
                .append("() {\n");
        text.append("        Cpu cpu = kernel.cpu(").append(actor).append(");\n");
        for (int operation = 0; operation < program.operations(actor); operation++) {
            String verb = program.operation(actor, operation);
            text.append("        // ").append(Words.comment(verb)).append('\n');
            calls.of(actor, verb)
                    .forEach(line -> text.append("        ").append(line).append('\n'));
        }
        calls.leave(actor).forEach(line -> text.append("        ").append(line).append('\n'));
        return text.append("    }\n").toString();
    }

    /** Pages by area, those that are there at the start and those that come later. */
    static Map<String, Integer> areas(Scenario scenario) {
        Map<String, Integer> areas = new LinkedHashMap<>();
        for (Area area : scenario.areas()) {
            areas.put(area.name(), area.pages());
        }
        return areas;
    }
}

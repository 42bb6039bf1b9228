package org.vmtorture.export;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vmtorture.mm.MachineSize;
import org.vmtorture.scenario.Area;
import org.vmtorture.scenario.Program;
import org.vmtorture.scenario.Scenario;

/** A scenario's operations as calls of the kernel paths, in Java. */
final class KernelCalls {
    /** Paths of single bugs, which take more than a call: pipes, callbacks, drivers that insert pages themselves. */
    private static final Set<String> UNTOLD = Set.of(
            "mmap-beyond",
            "fault",
            "dontneed",
            "insert",
            "vmsplice",
            "unregister",
            "unmap-mapping",
            "splice",
            "read-pipe",
            "hand-on",
            "take");

    private final Scenario scenario;
    private final Program program;
    private final Map<String, Integer> areas; // pages by name
    private final Map<String, List<String>> maps = new LinkedHashMap<>(); // what each process has at the start
    private final Set<String> children = new LinkedHashSet<>();
    private final Map<String, Set<Integer>> users = new LinkedHashMap<>(); // actors by process
    private final Set<String> exited = new LinkedHashSet<>(); // processes that somebody leaves

    KernelCalls(Scenario scenario, Program program) {
        this.scenario = scenario;
        this.program = program;
        this.areas = JcstressExport.areas(scenario);
        Config text = ConfigFactory.parseString(scenario.text());
        if (text.hasPath("maps")) {
            for (String process : text.getObject("maps").keySet()) {
                maps.put(process, text.getStringList("maps." + ConfigUtil.quoteString(process)));
            }
        }
        for (int actor = 0; actor < program.actors(); actor++) {
            for (int operation = 0; operation < program.operations(actor); operation++) {
                look(actor, words(program.operation(actor, operation)));
            }
        }
    }

    private void look(int actor, List<String> words) {
        switch (words.get(0)) {
            case "vmalloc", "alloc-pages" -> areas.merge(words.get(1), Integer.parseInt(words.get(2)), Math::max);
            case "fork" -> children.add(words.get(isName(words, 2) ? 2 : 1));
            default -> {}
        }
        if (isProcessVerb(words.get(0))) {
            String process = process(actor, words);
            users.computeIfAbsent(process, unused -> new LinkedHashSet<>()).add(actor);
            if (words.get(0).equals("exit")) {
                exited.add(process);
            }
        }
    }

    /** Whether an operation has words here. Of the others an export says that it has none. */
    static boolean knows(String operation) {
        return !UNTOLD.contains(words(operation).get(0));
    }

    private static List<String> words(String operation) {
        return List.of(operation.split(" "));
    }

    private static boolean isName(List<String> words, int at) {
        return words.size() > at && !words.get(at).equals("failing");
    }

    private static boolean isProcessVerb(String verb) {
        return switch (verb) {
            case "load", "store", "mmap", "munmap", "mremap", "fork", "exit", "pin", "gup-fast", "gup-slow", "walk" ->
                true;
            default -> false;
        };
    }

    /** The process that is written, else the actor's namesake, else the only one. */
    private String process(int actor, List<String> words) {
        boolean alone = words.get(0).equals("exit");
        boolean written = alone ? words.size() > 1 : isProcess(words, 1);
        if (written) {
            return words.get(1);
        }
        String name = program.actor(actor);
        return maps.containsKey(name) || children.contains(name)
                ? name
                : maps.keySet().stream().findFirst().orElse(name);
    }

    private boolean isProcess(List<String> words, int at) {
        return words.size() > at + 1 && !words.get(at + 1).matches("failing|longterm");
    }

    Map<String, Integer> areas() {
        return areas;
    }

    int processes() {
        return maps.size() + children.size();
    }

    int pagesPerMm() {
        int pages = 2 * areas.values().stream().mapToInt(Integer::intValue).sum();
        return Math.max(1, (pages + MachineSize.PTRS_PER_TABLE - 1) / MachineSize.PTRS_PER_TABLE)
                * MachineSize.PTRS_PER_TABLE;
    }

    /** A name of a scenario as Java has it; no two become one, and none is a word of Java's. */
    static String name(String name) {
        return "the" + Words.camel(name.replace("_", "U_").replace("-", "D-"));
    }

    private static String at(String process, String area) {
        return name(process) + "Has" + Words.camel(area);
    }

    private int region(String area) {
        return List.copyOf(areas.keySet()).indexOf(area);
    }

    /** The page at which an area lies first. */
    private int first(String area) {
        int page = 0;
        for (Map.Entry<String, Integer> one : areas.entrySet()) {
            if (one.getKey().equals(area)) {
                return page;
            }
            page += one.getValue();
        }
        throw new IllegalArgumentException("no area " + area);
    }

    private List<String> allProcesses() {
        List<String> all = new ArrayList<>(maps.keySet());
        all.addAll(children);
        return all;
    }

    String fields() {
        var text = new StringBuilder();
        for (String process : allProcesses()) {
            boolean child = children.contains(process);
            text.append("    private ")
                    .append(child ? "volatile int " : "final int ")
                    .append(name(process));
            text.append(child ? " = -1; // born by fork\n" : " = kernel.addressSpaces().create();\n");
            for (String area : areas.keySet()) {
                text.append("    private volatile int ")
                        .append(at(process, area))
                        .append(" = ")
                        .append(first(area));
                text.append("; // where it has ").append(area).append('\n');
            }
        }
        return text.toString();
    }

    String boot() {
        var text = new StringBuilder();
        for (Area area : scenario.areas()) {
            line(
                    text,
                    "kernel.regions().create(cpu, " + region(area.name()) + ", " + area.pages() + ", " + area.blocks()
                            + ", " + area.counted() + ");");
        }
        maps.forEach((process, mapped) -> mapped.forEach(pages -> line(text, mmap(process, pages, "Mmap.NO_FAILURE"))));
        for (String process : maps.keySet()) {
            int more = exited.contains(process) ? users.get(process).size() - 1 : 0;
            for (int user = 0; user < more; user++) {
                line(text, "kernel.addressSpaces().tryGet(cpu, " + name(process) + ");");
            }
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String line) {
        text.append("        ").append(line).append('\n');
    }

    private String mmap(String process, String pages, String failAt) {
        Span span = Span.of(pages, areas);
        return "kernel.mmap().mmap(cpu, " + name(process) + ", " + region(span.area()) + ", " + span.first() + ", "
                + span.pages() + ", " + (first(span.area()) + span.first()) + ", " + failAt + ");";
    }

    /** The statements of one operation of an actor. */
    List<String> of(int actor, String operation) {
        List<String> words = words(operation);
        String verb = words.get(0);
        if (isProcessVerb(verb)) {
            String process = process(actor, words);
            boolean written =
                    words.size() > 1 && words.get(1).equals(process) && (verb.equals("exit") || isProcess(words, 1));
            return inProcess(process, verb, words.subList(written ? 2 : 1, words.size()));
        }
        return switch (verb) {
            case "vmalloc", "alloc-pages" ->
                List.of("kernel.regions().create(cpu, " + region(words.get(1)) + ", " + words.get(2) + ", "
                        + verb.equals("alloc-pages") + ", " + words.contains("counted") + ");");
            case "vfree", "close" -> List.of("kernel.regions().destroy(cpu, " + region(words.get(1)) + ");");
            case "vfree-atomic" -> List.of("kernel.regions().destroyAtomic(cpu, " + region(words.get(1)) + ");");
            case "kernel-load", "kernel-store" -> {
                Span span = Span.of(words.get(1), areas);
                yield List.of("kernel.regions().access(cpu, " + region(span.area()) + ", " + span.first() + ", "
                        + verb.equals("kernel-store") + ", 1);");
            }
            case "work" -> List.of("kernel.work(cpu);");
            case "slab" -> List.of("kernel.neighbour().allocate(cpu, FrameOwner.SLAB);");
            case "slab-free" -> ifHeld("neighbours", "kernel.neighbour().free(cpu, ");
            case "unpin" ->
                ifHeld(
                        "pins",
                        words.contains("atomic") ? "kernel.pins().unpinAtomic(cpu, " : "kernel.pins().unpin(cpu, ");
            case "touch" ->
                words.contains("load")
                        ? ifHeld("pins", "kernel.pins().load(cpu, ")
                        : List.of(
                                "if (cpu.ledger().pins() > 0) {",
                                "    kernel.pins().store(cpu, cpu.ledger().pins() - 1, 1);",
                                "}");
            default -> List.of("// this export has no words for it: say it yourself");
        };
    }

    private static List<String> ifHeld(String what, String call) {
        return List.of(
                "if (cpu.ledger()." + what + "() > 0) {", "    " + call + "cpu.ledger()." + what + "() - 1);", "}");
    }

    private List<String> inProcess(String process, String verb, List<String> rest) {
        String mm = name(process);
        List<String> lines = new ArrayList<>();
        boolean born = children.contains(process);
        if (born) {
            lines.add("while (" + mm + " == -1) {");
            lines.add("    Thread.onSpinWait(); // until it is born");
            lines.add("}");
        }
        String call = switch (verb) {
            case "load" -> "kernel.userAccess().load(cpu, " + mm + ", " + page(process, rest.get(0)) + ");";
            case "store" -> "kernel.userAccess().store(cpu, " + mm + ", " + page(process, rest.get(0)) + ", 1);";
            case "mmap" -> mmap(process, rest.get(0), rest.size() > 2 ? rest.get(2) : "Mmap.NO_FAILURE");
            case "munmap" -> {
                Span span = Span.of(rest.get(0), areas);
                String start = page(process, rest.get(0));
                yield "kernel.munmap().munmap(cpu, " + mm + ", " + start + ", " + start + " + " + span.pages() + ");";
            }
            case "mremap" -> mremap(process, rest.get(0));
            case "fork" -> fork(process, rest);
            case "pin" -> gup("pin", process, rest);
            case "gup-fast" -> gup("pinFast", process, rest);
            case "gup-slow" -> gup("pinSlow", process, rest);
            case "walk" -> "kernel.walk().walkAt(cpu, " + mm + ", " + page(process, rest.get(0)) + ");";
            default -> "kernel.addressSpaces().put(cpu, " + mm + ");"; // exit
        };
        lines.add(born ? "if (" + mm + " >= 0) {" : "");
        lines.add(born ? "    " + call : call);
        lines.add(born ? "}" : "");
        lines.removeIf(String::isEmpty);
        return lines;
    }

    private String page(String process, String pages) {
        Span span = Span.of(pages, areas);
        return at(process, span.area()) + (span.first() == 0 ? "" : " + " + span.first());
    }

    private String gup(String path, String process, List<String> rest) {
        return "kernel.gup()." + path + "(cpu, " + name(process) + ", " + page(process, rest.get(0)) + ", true, "
                + rest.contains("longterm") + ");";
    }

    private String mremap(String process, String pages) {
        Span span = Span.of(pages, areas);
        int room = areas.values().stream().mapToInt(Integer::intValue).sum();
        String call = "kernel.mremap().mremap(cpu, " + name(process) + ", " + page(process, pages) + ", " + span.pages()
                + ", " + (room + first(span.area()) + span.first()) + ")";
        boolean whole = span.pages() == areas.get(span.area());
        return whole ? at(process, span.area()) + " = Math.max(0, " + call + ");" : call + ";";
    }

    private String fork(String process, List<String> rest) {
        String child = name(rest.get(0));
        String failAt = rest.size() > 2 ? rest.get(2) : "Fork.NO_FAILURE";
        return child + " = Math.max(-2, kernel.fork().fork(cpu, " + name(process) + ", " + failAt + "));";
    }

    /** Who works in a process that others leave leaves it too, after its last operation. */
    List<String> leave(int actor) {
        List<String> lines = new ArrayList<>();
        for (String process : exited) {
            boolean exits = false;
            for (int operation = 0; operation < program.operations(actor); operation++) {
                List<String> words = words(program.operation(actor, operation));
                exits |= words.get(0).equals("exit") && process(actor, words).equals(process);
            }
            if (!exits && users.get(process).contains(actor) && !children.contains(process)) {
                lines.add("kernel.addressSpaces().put(cpu, " + name(process) + ");");
            }
        }
        return lines;
    }
}

package org.vmtorture.scenario;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** How each verb is written. */
@SuppressWarnings("ImmutableEnumChecker") // the functions keep nothing
enum Form {
    LOAD("load", "[PROCESS] AREA/PAGE", a -> new ProcessVerb.Access(a.process(), a.page(), false)),
    STORE("store", "[PROCESS] AREA/PAGE", a -> new ProcessVerb.Access(a.process(), a.page(), true)),
    MMAP(
            "mmap",
            "[PROCESS] AREA[/PAGE[-PAGE]] [failing N]",
            a -> new ProcessVerb.Mmap(a.process(), a.pages(), a.failing())),
    MMAP_BEYOND("mmap-beyond", "[PROCESS] AREA", a -> new PageVerb.MmapBeyond(a.process(), a.name("area"))),
    FAULT("fault", "[PROCESS] AREA/PAGE", a -> new PageVerb.FaultIn(a.process(), a.page())),
    DONTNEED("dontneed", "[PROCESS] AREA[/PAGE[-PAGE]]", a -> new PageVerb.DontNeed(a.process(), a.pages())),
    MUNMAP("munmap", "[PROCESS] AREA[/PAGE[-PAGE]]", a -> new ProcessVerb.Munmap(a.process(), a.pages())),
    MREMAP("mremap", "[PROCESS] AREA[/PAGE[-PAGE]]", a -> new ProcessVerb.Mremap(a.process(), a.pages())),
    FORK(
            "fork",
            "[PROCESS] CHILD [failing N]",
            a -> new ProcessVerb.ForkChild(a.process(), a.name("child"), a.failing())),
    EXIT("exit", "[PROCESS]", a -> new ProcessVerb.Exit(a.lastProcess())),
    PIN("pin", "[PROCESS] AREA/PAGE [longterm]", a -> pin(ProcessVerb.GupPath.PIN, a)),
    GUP_FAST("gup-fast", "[PROCESS] AREA/PAGE [longterm]", a -> pin(ProcessVerb.GupPath.FAST, a)),
    GUP_SLOW("gup-slow", "[PROCESS] AREA/PAGE [longterm]", a -> pin(ProcessVerb.GupPath.SLOW, a)),
    WALK("walk", "[PROCESS] AREA[/PAGE]", a -> new ProcessVerb.WalkVma(a.process(), a.pageOrArea())),
    INSERT("insert", "[PROCESS] AREA/PAGE", a -> new PageVerb.Insert(a.process(), a.page())),
    VMSPLICE("vmsplice", "[PROCESS] AREA/PAGE", a -> new PageVerb.Vmsplice(a.process(), a.page())),
    TOUCH("touch", "[load]", a -> new HeldVerb.Touch(a.option("load"))),
    UNPIN("unpin", "[atomic]", a -> new HeldVerb.Unpin(a.option("atomic"))),
    HAND_ON("hand-on", "ACTOR", a -> new HeldVerb.HandOn(a.name("actor"))),
    TAKE("take", "", a -> new HeldVerb.Take()),
    VMALLOC("vmalloc", "AREA PAGES [counted]", a -> allocate(a, false)),
    ALLOC_PAGES("alloc-pages", "AREA PAGES [counted]", a -> allocate(a, true)),
    VFREE("vfree", "AREA", a -> new DriverVerb.Free(DriverVerb.How.VFREE, a.name("area"))),
    VFREE_ATOMIC("vfree-atomic", "AREA", a -> new DriverVerb.Free(DriverVerb.How.ATOMIC, a.name("area"))),
    CLOSE("close", "AREA", a -> new DriverVerb.Free(DriverVerb.How.CLOSE, a.name("area"))),
    UNREGISTER("unregister", "AREA", a -> new DriverVerb.Free(DriverVerb.How.UNREGISTER, a.name("area"))),
    UNMAP_MAPPING("unmap-mapping", "AREA", a -> new DriverVerb.Unmap(a.name("area"))),
    SPLICE("splice", "AREA/PAGE", a -> new DriverVerb.Splice(a.page())),
    READ_PIPE("read-pipe", "", a -> new DriverVerb.ReadPipe()),
    KERNEL_LOAD("kernel-load", "AREA/PAGE", a -> new DriverVerb.Alias(a.page(), false)),
    KERNEL_STORE("kernel-store", "AREA/PAGE", a -> new DriverVerb.Alias(a.page(), true)),
    SLAB("slab", "", a -> new HeldVerb.Slab()),
    SLAB_FREE("slab-free", "", a -> new HeldVerb.SlabFree()),
    WORK("work", "", a -> new DriverVerb.Work());

    static final int NO_FAILURE = -1;

    /** Words that mean something in a verb, and so are no names. */
    static final List<String> RESERVED =
            List.of("failing", "longterm", "atomic", "counted", "load", "meets", "default", "clean");

    private final String verb;
    private final String arguments;
    private final Function<Arguments, Verb> read;

    Form(String verb, String arguments, Function<Arguments, Verb> read) {
        this.verb = verb;
        this.arguments = arguments;
        this.read = read;
    }

    /** The verb and its arguments, as the manual shows them. */
    String usage() {
        return arguments.isEmpty() ? verb : verb + " " + arguments;
    }

    static List<String> verbs() {
        return Arrays.stream(values()).map(form -> form.verb).toList();
    }

    /**
     * Reads one operation.
     *
     * @param text as it stands in a file, one blank or several between its words
     * @throws BadScenario if there is no such verb or its arguments are not of its form
     */
    static Verb read(String text, Place place) {
        String[] words = text.strip().split("\\s+");
        for (Form form : values()) {
            if (form.verb.equals(words[0])) {
                var arguments = new Arguments(form.usage(), Arrays.asList(words).subList(1, words.length), place);
                Verb read = form.read.apply(arguments);
                arguments.end();
                return read;
            }
        }
        throw place.wrong("unknown verb " + words[0] + "; " + Nearest.remedy(words[0], verbs()));
    }

    private static Verb pin(ProcessVerb.GupPath path, Arguments arguments) {
        return new ProcessVerb.Pin(path, arguments.process(), arguments.page(), arguments.option("longterm"));
    }

    private static Verb allocate(Arguments arguments, boolean blocks) {
        return new DriverVerb.Allocate(
                arguments.name("area"), arguments.number("pages"), blocks, arguments.option("counted"));
    }
}

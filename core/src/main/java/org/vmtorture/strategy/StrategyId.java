package org.vmtorture.strategy;

import java.util.Optional;
import org.vmtorture.oracle.Defect;
import org.vmtorture.oracle.Oracle;

/**
 * The strategies, by the names that the command line and scenarios use. A constant is a strategy's registration: all
 * contract tests, scenarios, soaks and the decision table go through these constants.
 */
public enum StrategyId {
    TODAY("today", 64, counting(Today::new), "refcount and mapcount in every struct page, as vm_insert_page has it"),
    PAGE_MEMDESC(
            "page-memdesc",
            32,
            counting(PageDescriptors::mapped),
            "option 1: a memdesc per page, with refcount and mapcount"),
    KMEM_MEMDESC(
            "kmem-memdesc", 16, counting(PageDescriptors::new), "option 1, only the refcount: a generic kmem memdesc"),
    UNTRACKED("untracked", 0, Untracked::of, "option 2: nothing counted, PFNs mapped special, the driver must know"),
    VM_STRUCT("vm-struct", 8, counting(VmStructCount::new), "option 3: one refcount in vm_struct, counted per PTE"),
    VM_STRUCT_VMA("vm-struct-vma", 8, counting(VmStructCount::perVma), "option 3: the same count, taken once per VMA"),
    INDIRECTION("indirection", 32, counting(Indirection::new), "option 4: a counted object between page and vm_struct");

    /** Makes a strategy: adds its rows to the oracle's machine. */
    @FunctionalInterface
    interface Maker {
        Strategy make(Oracle oracle, Defect defect);
    }

    private interface CountingMaker {
        Strategy make(Oracle oracle, CountingSteps steps);
    }

    /** For those that count: a defect replaces a step of counting. */
    private static Maker counting(CountingMaker maker) {
        return (oracle, defect) -> maker.make(oracle, CountingSteps.of(defect));
    }

    private final String id;
    private final int kernelBytes;

    @SuppressWarnings("ImmutableEnumChecker") // it is: a reference to a constructor
    private final Maker maker;

    private final StrategyId like;
    private final String summary;

    /**
     * A registration.
     *
     * @param kernelBytes what a kernel would need for each counted object beyond what it has anyway
     */
    StrategyId(String id, int kernelBytes, Maker maker, String summary) {
        this(id, kernelBytes, maker, null, summary);
    }

    /**
     * A registration of a variant.
     *
     * @param like an earlier strategy: what scenarios expect of it, and the hardware tests that it has, this one takes
     *     over, unless it is named itself
     */
    StrategyId(String id, int kernelBytes, Maker maker, StrategyId like, String summary) {
        this.id = id;
        this.kernelBytes = kernelBytes;
        this.maker = maker;
        this.like = like;
        this.summary = summary;
    }

    public String id() {
        return id;
    }

    /**
     * Bytes that a kernel would need for each counted object beyond the 8-byte memdesc word and the area's array of
     * pages: arithmetic on the fields that the options name, for none but today's exists.
     */
    public int kernelBytes() {
        return kernelBytes;
    }

    /** The strategy of which this one is a variant, if it is one. */
    public Optional<StrategyId> like() {
        return Optional.ofNullable(like);
    }

    /** One line for lists. */
    public String summary() {
        return summary;
    }

    Strategy make(Oracle oracle, Defect defect) {
        return maker.make(oracle, defect);
    }

    /** The strategy of a name, or null if there is none. */
    public static StrategyId of(String id) {
        for (StrategyId strategy : values()) {
            if (strategy.id.equals(id)) {
                return strategy;
            }
        }
        return null;
    }
}

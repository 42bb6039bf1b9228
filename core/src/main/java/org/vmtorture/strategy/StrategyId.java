package org.vmtorture.strategy;

/** The strategies, by the names that the command line and scenarios use. */
public enum StrategyId {
    TODAY("today", "refcount and mapcount in every struct page, as vm_insert_page has it"),
    PAGE_MEMDESC("page-memdesc", "option 1: a memdesc per page, with refcount and mapcount"),
    KMEM_MEMDESC("kmem-memdesc", "option 1, only the refcount: a generic kmem memdesc"),
    UNTRACKED("untracked", "option 2: nothing counted, PFNs mapped special, the driver must know"),
    VM_STRUCT("vm-struct", "option 3: one refcount in vm_struct, counted per PTE"),
    VM_STRUCT_VMA("vm-struct-vma", "option 3: the same count, taken once per VMA"),
    INDIRECTION("indirection", "option 4: a counted object between page and vm_struct");

    private final String id;
    private final String summary;

    StrategyId(String id, String summary) {
        this.id = id;
        this.summary = summary;
    }

    public String id() {
        return id;
    }

    /** One line for lists. */
    public String summary() {
        return summary;
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

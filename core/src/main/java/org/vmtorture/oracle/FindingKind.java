package org.vmtorture.oracle;

/** What can be wrong, as findings are titled. */
public enum FindingKind {
    USE_AFTER_FREE("use-after-free", "access to a frame that is no longer the one that was granted"),
    STALE_TLB("stale-tlb", "use after free through a TLB entry whose PTE is gone"),
    DOUBLE_FREE("double-free", "free of a frame or an address that is not allocated to whoever frees it"),
    UNDERFLOW("underflow", "a count lowered by more than it had, or lower at rest than the references that exist"),
    RESURRECTION("resurrection", "a count raised from zero by someone who is not its allocation"),
    OVERFLOW("overflow", "a count raised beyond its limit"),
    WRONG_OBJECT("wrong-object", "the object that holds the reference is not the object accessed"),
    TYPE_CONFUSION("type-confusion", "a field read or written through the wrong descriptor type"),
    BAD_CONTEXT("bad-context", "work that may sleep, done with interrupts off"),
    LEAK("leak", "at rest, a count higher than the references that exist"),
    RETENTION("retention", "at rest, memory held that nobody references and no worker will free"),
    LIVELOCK("livelock", "a wait that does not end"),
    DATA_RACE("data-race", "two unordered accesses to a frame's content, one of them a write"),
    DEADLOCK("deadlock", "nobody can run");

    private final String id;
    private final String meaning;

    FindingKind(String id, String meaning) {
        this.id = id;
        this.meaning = meaning;
    }

    /** The name in titles, scenarios and on the command line. */
    public String id() {
        return id;
    }

    public String meaning() {
        return meaning;
    }
}

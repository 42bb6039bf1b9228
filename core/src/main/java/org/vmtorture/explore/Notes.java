package org.vmtorture.explore;

import java.util.Set;
import org.vmtorture.memory.Access;
import org.vmtorture.mm.Memdesc;
import org.vmtorture.mm.Pte;
import org.vmtorture.mm.Refcounts;
import org.vmtorture.mm.VmStructs;

/** Words single steps as a trace shows them, values decoded. */
final class Notes {
    private static final Set<String> PTE_ROWS = Set.of("pte", "pmd", "tlb.pte", "vmap.pte");
    private static final String MEMDESC = "page.memdesc";
    private static final String AREA_MAP = "vmap.busy";
    private static final String NONE = "none";

    private Notes() {}

    /** What a step changed, if it is one that a reader follows; else null. */
    static String change(Step step) {
        String row = step.row();
        if (step.access() == Access.DATA_LOAD || step.access() == Access.DATA_STORE) {
            return step.access().verb() + " " + step.location() + ": 0x" + Long.toHexString(step.after());
        }
        if (!step.wrote() || step.before() == step.after()) {
            return null;
        }
        if (isCount(row) || PTE_ROWS.contains(row) || row.equals(AREA_MAP)) {
            return changed(step);
        }
        if (row.equals(MEMDESC)) {
            return type(step.before()).equals(type(step.after())) ? null : changed(step);
        }
        return null;
    }

    /** What a walker saw of the page table, if the step is such a look; else null. */
    static String look(Step step) {
        boolean walks = step.row().equals("pte") || step.row().equals("pmd");
        return walks && !step.wrote() ? any(step) : null;
    }

    /** Any step. */
    static String any(Step step) {
        String change = change(step);
        if (change != null) {
            return change;
        }
        if (step.access().locks()) {
            return step.access().verb() + " " + step.location();
        }
        if (step.access() == Access.CAS && !step.wrote()) {
            return "cas " + step.location() + " fails: " + value(step.row(), step.before());
        }
        return step.wrote() && step.before() != step.after()
                ? changed(step)
                : step.access().verb() + " " + step.location() + ": " + value(step.row(), step.after());
    }

    /** Whether a lock is let go, after which an actor stands between two things. */
    static boolean releases(Step step) {
        return step.access() == Access.UNLOCK || step.access() == Access.UNLOCK_READ;
    }

    private static String changed(Step step) {
        String before = value(step.row(), step.before());
        String after = value(step.row(), step.after());
        return before.equals(after)
                ? step.access().verb() + " " + step.location() + ": " + after
                : step.location() + " " + before + " -> " + after;
    }

    private static boolean isCount(String row) {
        return row.endsWith(".refcount") || row.endsWith(".users");
    }

    private static String value(String row, long word) {
        if (isCount(row)) {
            return count(row, word);
        } else if (PTE_ROWS.contains(row)) {
            return pte(word);
        } else if (row.equals(MEMDESC)) {
            return type(word);
        } else if (row.equals(AREA_MAP)) {
            return word == 0 ? NONE : "area " + VmStructs.area(word);
        }
        return Long.compareUnsigned(word, 1 << 20) < 0 ? Long.toString(word) : "0x" + Long.toHexString(word);
    }

    /** References, and where the row has one the map count. */
    private static String count(String row, long word) {
        String references = Refcounts.saturated(word) ? "saturated" : Integer.toString(Refcounts.references(word));
        return row.endsWith(".users") ? references : references + "/" + Refcounts.mapcount(word);
    }

    private static String pte(long word) {
        if (!Pte.present(word)) {
            return word == Pte.NONE ? NONE : "pfn " + Pte.pfn(word) + " detached";
        }
        return "pfn " + Pte.pfn(word) + (Pte.special(word) ? " special" : "")
                + (Pte.accessible(word) ? "" : " prot-none");
    }

    private static String type(long memdesc) {
        return switch (Memdesc.type(memdesc)) {
            case Memdesc.MISC -> "misc";
            case Memdesc.BUDDY -> "buddy";
            case Memdesc.ANON -> "anon";
            case Memdesc.SLAB -> "slab";
            case Memdesc.VMALLOC -> "vmalloc " + Memdesc.id(memdesc);
            case Memdesc.PTDESC -> "ptdesc";
            case Memdesc.MANAGED -> "managed " + Memdesc.id(memdesc);
            case Memdesc.CHOIR -> "choir " + Memdesc.id(memdesc);
            case Memdesc.TAIL -> "tail of " + Memdesc.id(memdesc);
            default -> "type " + Memdesc.type(memdesc);
        };
    }
}

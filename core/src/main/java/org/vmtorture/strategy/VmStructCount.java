package org.vmtorture.strategy;

import org.vmtorture.mm.AreaKind;
import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.Memdesc;
import org.vmtorture.oracle.Census;
import org.vmtorture.oracle.Oracle;

/**
 * Option 3: one refcount in vm_struct, raised for each PTE ({@code vm-struct}) or once for each VMA ({@code
 * vm-struct-vma}), and for each pin. The descriptor may outlive its address: vfree takes the address away and drops
 * the owner's reference.
 */
final class VmStructCount extends AreaCounted {
    private final StrategyId id;

    /** Counted per PTE. */
    VmStructCount(Oracle oracle, CountingSteps steps) {
        this(oracle, steps, StrategyId.VM_STRUCT);
    }

    /** Counted per VMA. */
    static VmStructCount perVma(Oracle oracle, CountingSteps steps) {
        return new VmStructCount(oracle, steps, StrategyId.VM_STRUCT_VMA);
    }

    private VmStructCount(Oracle oracle, CountingSteps steps, StrategyId id) {
        super(oracle, steps, "vm", oracle.machine().vmStructs().count());
        this.id = id;
    }

    @Override
    public StrategyId id() {
        return id;
    }

    @Override
    int memdescType() {
        return Memdesc.VMALLOC;
    }

    @Override
    boolean countsPtes() {
        return id == StrategyId.VM_STRUCT;
    }

    @Override
    public boolean allocate(Cpu cpu, int area) {
        publish(area);
        return true;
    }

    @Override
    public void freeOwner(Cpu cpu, int area) {
        put(cpu, area, steps.firstReferences());
    }

    @Override
    public int openVma(Cpu cpu, int area) {
        if (countsPtes()) {
            return NONE;
        }
        refs.get(cpu, area, 1);
        return area;
    }

    @Override
    public void copyVma(Cpu cpu, int object) {
        if (object != NONE) {
            refs.get(cpu, object, 1);
        }
    }

    @Override
    public void closeVma(Cpu cpu, int object) {
        if (object != NONE) {
            put(cpu, object, 1);
        }
    }

    @Override
    int pageCount(int object) {
        return areas.pageCount(object);
    }

    @Override
    long page(int object, int index) {
        return areas.page(object, index);
    }

    @Override
    AreaKind kind(int object) {
        return areas.kind(object);
    }

    @Override
    void giveBack(int object) {
        areas.free(object);
    }

    @Override
    boolean isOwned(Census census, int object) {
        return census.isOwned(object);
    }
}

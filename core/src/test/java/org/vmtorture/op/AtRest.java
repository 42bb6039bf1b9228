package org.vmtorture.op;

import static org.assertj.core.api.Assertions.assertThat;

import org.vmtorture.mm.AreaKind;
import org.vmtorture.mm.Machine;
import org.vmtorture.mm.Truth;
import org.vmtorture.mm.VmStructs;

/** What a machine must look like when nobody uses it any more. */
final class AtRest {
    private AtRest() {}

    static int allocatedFrames(Machine machine) {
        int allocated = 0;
        for (int pfn = 0; pfn < machine.frames().count(); pfn++) {
            if (Truth.isAllocated(machine.frames().truth(pfn))) {
                allocated++;
            }
        }
        return allocated;
    }

    /** All regions, mappings, pins and neighbours are gone: so must be all frames, areas and address spaces. */
    static void assertAllGivenBack(Kernel kernel) {
        Machine machine = kernel.machine();
        assertThat(allocatedFrames(machine)).as("frames allocated").isZero();
        int areas = 0;
        while (machine.vmStructs().allocate(1, AreaKind.VMALLOC) != VmStructs.NONE) {
            areas++;
        }
        assertThat(areas).as("areas free").isEqualTo(machine.size().areas());
        int mms = 0;
        while (kernel.addressSpaces().create() != AddressSpaces.NONE) {
            mms++;
        }
        assertThat(mms).as("address spaces free").isEqualTo(machine.size().mms());
    }
}

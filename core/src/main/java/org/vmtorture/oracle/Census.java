package org.vmtorture.oracle;

import java.util.Arrays;
import java.util.BitSet;
import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.FrameOwner;
import org.vmtorture.mm.Frames;
import org.vmtorture.mm.Ledger;
import org.vmtorture.mm.Machine;
import org.vmtorture.mm.Op;
import org.vmtorture.mm.PageTables;
import org.vmtorture.mm.Pipes;
import org.vmtorture.mm.Pte;
import org.vmtorture.mm.Tlb;
import org.vmtorture.mm.Truth;
import org.vmtorture.mm.VmStructs;
import org.vmtorture.mm.Vmas;

/**
 * All references that exist on a machine at rest, counted from page tables, VMAs, ledgers and the area map, and not
 * from any count. The auditor takes it while every CPU stands still; a strategy then answers for its counts.
 */
public final class Census {
    private final Machine machine;
    private final Counts ptes = new Counts(); // per frame: present PTEs
    private final Counts pins = new Counts(); // per frame: pins
    private final Counts pinReferences = new Counts(); // per object: references held by pins
    private final Counts vmaReferences = new Counts(); // per object: VMAs that hold one
    private final boolean[] owned; // per area: the driver still has it
    private final BitSet ownedPages; // pages of such areas
    private int retainedPages;
    private int livePages;
    private int orphanPins;
    private int orphanMappings;
    private int pinCount; // pipe buffers among them

    /** What it counts with is used again at each {@link #take}. */
    public Census(Machine machine) {
        this.machine = machine;
        this.ownedPages = new BitSet();
        this.owned = new boolean[machine.vmStructs().count()];
    }

    /**
     * Counts anew, and reports what can be seen without knowing the strategy: PTEs and TLB entries that name dead
     * frames.
     */
    public void take(Cpu auditor, Oracle oracle) {
        ptes.clear();
        pins.clear();
        pinReferences.clear();
        vmaReferences.clear();
        Arrays.fill(owned, false);
        ownedPages.clear();
        pinCount = 0;
        countAddressSpaces(auditor, oracle);
        countLedgers(auditor, oracle);
        countPipes(auditor, oracle);
        checkTlbs(auditor, oracle);
        VmStructs areas = machine.vmStructs();
        for (int slot = 0; slot < areas.addressSlots(); slot++) {
            int area = areas.find(slot);
            if (area != VmStructs.NONE) {
                owned[area] = true;
                markPages(areas, area);
            }
        }
        countRetained();
    }

    private void countAddressSpaces(Cpu auditor, Oracle oracle) {
        PageTables tables = machine.pageTables();
        Vmas vmas = machine.vmas();
        for (int mm = 0; mm < machine.size().mms(); mm++) {
            for (int slot = 0; slot < vmas.slots(); slot++) {
                long range = vmas.range(mm, slot);
                if (range == 0) {
                    continue;
                }
                if (vmas.object(mm, slot) >= 0) {
                    vmaReferences.add(vmas.object(mm, slot), 1);
                }
                for (int page = Vmas.start(range); page < Vmas.end(range); page++) {
                    long pte = tables.pte(mm, page);
                    if (Pte.present(pte)) {
                        ptes.add(Pte.pfn(pte), 1);
                        oracle.accessed(auditor, Op.AUDIT, pte, 0);
                    }
                }
            }
        }
    }

    private void countLedgers(Cpu auditor, Oracle oracle) {
        for (int cpu = 0; cpu < machine.size().cpus(); cpu++) {
            Ledger ledger = machine.cpu(cpu).ledger();
            for (int pin = 0; pin < ledger.pins(); pin++) {
                countPin(auditor, oracle, ledger.pinPte(pin), ledger.pinHold(pin));
            }
        }
    }

    private void countPipes(Cpu auditor, Oracle oracle) {
        Pipes pipes = machine.pipes();
        for (int pipe = 0; pipe < pipes.count(); pipe++) {
            for (int buffer = 0; buffer < pipes.size(pipe); buffer++) {
                countPin(auditor, oracle, pipes.pte(pipe, buffer), pipes.hold(pipe, buffer));
            }
        }
    }

    private void countPin(Cpu auditor, Oracle oracle, long grant, long hold) {
        pinCount++;
        pins.add(Pte.pfn(grant), 1);
        pinReferences.add(Ledger.object(hold), Ledger.references(hold));
        oracle.accessed(auditor, Op.AUDIT, grant, 0);
    }

    private void checkTlbs(Cpu auditor, Oracle oracle) {
        Tlb tlb = machine.tlb();
        for (int cpu = 0; cpu < machine.size().cpus(); cpu++) {
            for (int entry = 0; entry < tlb.entriesPerCpu(); entry++) {
                long tag = tlb.tagAt(cpu, entry);
                if (tag != 0) {
                    long cached = tlb.entryAt(cpu, entry);
                    long pte = machine.pageTables().pte(Tlb.mm(tag), Tlb.page(tag));
                    if (pte != cached) {
                        oracle.unflushed(auditor, Pte.pfn(cached), Tlb.page(tag), cached);
                    }
                }
            }
        }
    }

    private void markPages(VmStructs areas, int area) {
        for (int i = 0; i < areas.pageCount(area); i++) {
            long page = areas.page(area, i);
            if (isGranted(page)) {
                ownedPages.set(Pte.pfn(page));
            }
        }
    }

    /** Frames of areas that their driver has freed, and that no PTE and no pin of their own keeps. */
    private void countRetained() {
        Frames frames = machine.frames();
        retainedPages = 0;
        livePages = 0;
        orphanPins = 0;
        orphanMappings = 0;
        for (int pfn = 0; pfn < frames.count(); pfn++) {
            long truth = frames.truth(pfn);
            if (isDriverMemory(truth)) {
                countDriverPage(pfn);
            }
        }
    }

    private void countDriverPage(int pfn) {
        livePages++;
        if (!ownedPages.get(pfn)) {
            orphanPins += pins.get(pfn);
            orphanMappings += ptes.get(pfn);
            retainedPages += ptes.get(pfn) == 0 && pins.get(pfn) == 0 ? 1 : 0;
        }
    }

    private static boolean isDriverMemory(long truth) {
        FrameOwner owner = Truth.owner(truth);
        return owner == FrameOwner.VMALLOC || owner == FrameOwner.DRIVER;
    }

    /** Whether a frame still is in the life in which it was granted. */
    public boolean isGranted(long grant) {
        return Truth.generation(machine.frames().truth(Pte.pfn(grant))) == Pte.generation(grant);
    }

    public int ptes(int pfn) {
        return ptes.get(pfn);
    }

    public int pinReferences(int object) {
        return pinReferences.get(object);
    }

    public int vmaReferences(int object) {
        return vmaReferences.get(object);
    }

    /** Whether an area that still has its address owns this page. */
    public boolean isOwnedPage(int pfn) {
        return ownedPages.get(pfn);
    }

    /** Whether an area still has its address, and so its driver's reference. */
    public boolean isOwned(int area) {
        return owned[area];
    }

    /** Pages held beyond use: freed by their driver, and neither mapped nor pinned themselves. */
    public int retainedPages() {
        return retainedPages;
    }

    /** Pages allocated to drivers, retained ones included. */
    public int livePages() {
        return livePages;
    }

    /** Pins on pages whose area was freed. */
    public int orphanPins() {
        return orphanPins;
    }

    /** PTEs that map pages whose area was freed. */
    public int orphanMappings() {
        return orphanMappings;
    }

    public int pinCount() {
        return pinCount;
    }
}

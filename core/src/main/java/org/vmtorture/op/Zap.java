package org.vmtorture.op;

import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.Gather;
import org.vmtorture.mm.Machine;
import org.vmtorture.mm.MachineSize;
import org.vmtorture.mm.PageTables;
import org.vmtorture.mm.Pte;
import org.vmtorture.oracle.Defect;
import org.vmtorture.strategy.Strategy;

/**
 * zap_pte_range with its mmu_gather: clear PTEs under the PTE lock, flush the TLBs, and only then drop what the PTEs
 * held.
 */
class Zap {
    final Machine machine;
    final Strategy strategy;
    private final PageTables tables;

    Zap(Machine machine, Strategy strategy) {
        this.machine = machine;
        this.strategy = strategy;
        this.tables = machine.pageTables();
    }

    static Zap of(Defect defect, Machine machine, Strategy strategy) {
        return switch (defect) {
            case PUT_BEFORE_FLUSH -> new PutBeforeFlush(machine, strategy);
            case ZAP_WITHOUT_PUT -> new ForgetsLastPage(machine, strategy);
            case FLUSH_FORGOTTEN -> new ForgetsFlush(machine, strategy);
            default -> new Zap(machine, strategy);
        };
    }

    /** Clears the PTEs of a range and gathers what they held; puts only on the way where the gather is full. */
    final void clear(Cpu cpu, int mm, int start, int end) {
        for (int page = start; page < end; ) {
            int tableEnd = Math.min(end, (page / MachineSize.PTRS_PER_TABLE + 1) * MachineSize.PTRS_PER_TABLE);
            int table = tables.table(mm, page);
            tables.lock(table);
            for (; page < tableEnd && !cpu.gather().full(); page++) {
                long pte = tables.getAndClear(mm, page);
                if (Pte.present(pte) && !Pte.special(pte)) { // vm_normal_page: behind a special PTE nothing is counted
                    queue(cpu, pte, page == end - 1 && page > start);
                }
            }
            tables.unlock(table);
            if (cpu.gather().full()) {
                finish(cpu, mm, start, end);
            }
        }
    }

    void queue(Cpu cpu, long pte, boolean lastOfSeveral) {
        strategy.zap(cpu, pte, cpu.gather());
    }

    /** tlb_finish_mmu: flush, then put. */
    void finish(Cpu cpu, int mm, int start, int end) {
        machine.flushTlb(cpu, mm, start, end - start);
        putAll(cpu);
    }

    final void putAll(Cpu cpu) {
        Gather gather = cpu.gather();
        for (int entry = 0; entry < gather.size(); entry++) {
            strategy.put(cpu, gather.object(entry), gather.references(entry));
        }
        gather.clear();
    }

    private static final class PutBeforeFlush extends Zap {
        PutBeforeFlush(Machine machine, Strategy strategy) {
            super(machine, strategy);
        }

        @Override
        void finish(Cpu cpu, int mm, int start, int end) {
            putAll(cpu);
            machine.flushTlb(cpu, mm, start, end - start);
        }
    }

    private static final class ForgetsLastPage extends Zap {
        ForgetsLastPage(Machine machine, Strategy strategy) {
            super(machine, strategy);
        }

        @Override
        void queue(Cpu cpu, long pte, boolean lastOfSeveral) {
            if (!lastOfSeveral) {
                super.queue(cpu, pte, false);
            }
        }
    }

    private static final class ForgetsFlush extends Zap {
        ForgetsFlush(Machine machine, Strategy strategy) {
            super(machine, strategy);
        }

        @Override
        void finish(Cpu cpu, int mm, int start, int end) {
            putAll(cpu);
        }
    }
}

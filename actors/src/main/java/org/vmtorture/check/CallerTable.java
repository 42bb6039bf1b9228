package org.vmtorture.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vmtorture.mm.AreaKind;
import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.MachineSize;
import org.vmtorture.mm.Shootdown;
import org.vmtorture.mm.Vmas;
import org.vmtorture.op.Errno;
import org.vmtorture.op.GupMode;
import org.vmtorture.op.Kernel;
import org.vmtorture.op.VmOps;
import org.vmtorture.oracle.Defect;
import org.vmtorture.strategy.StrategyId;

/**
 * Who may touch a driver's pages, and which error the others get: {@code measured/callers.json}, each on a new machine.
 */
final class CallerTable {
    private static final String RESOURCE = "/measured/callers.json";
    private static final String NOT_MEASURED = "-";
    private static final int PAGES = 4;
    private static final int PAGE = 1;
    private static final long RW = Vmas.READ | Vmas.WRITE;
    private static final MachineSize SIZE = new MachineSize(512, 2, 2, 64, 8, 2, 4, Shootdown.BROADCAST, 1);

    /** A kind of mapping: a column of the table. */
    private record Mapping(String name, long vmOps, long protection) {
        private static final long PERF = Vmas.DONTCOPY | Vmas.NOSPLIT | Vmas.MAPPING;
        private static final List<Mapping> ALL = List.of(
                new Mapping("MIXEDMAP rw", VmOps.REMAP_VMALLOC_RANGE, RW),
                new Mapping("MIXEDMAP read-only", VmOps.REMAP_VMALLOC_RANGE, Vmas.READ),
                new Mapping("VM_PFNMAP", VmOps.REMAP_PFN_RANGE, RW),
                new Mapping("perf ring 6.1", VmOps.FAULT_HANDLER | PERF, RW),
                new Mapping("perf ring 6.18", VmOps.REMAP_PFN_RANGE | PERF, RW));
    }

    private final Kernel kernel;
    private final Cpu cpu;
    private final int mm;

    private CallerTable(Mapping mapping, Defect defect) {
        ModelMachine machine = new ModelMachine(SIZE, StrategyId.TODAY, GupMode.SLOW, defect);
        this.kernel = machine.kernel;
        this.cpu = machine.cpu(0);
        machine.create(AreaKind.VMALLOC, PAGES, mapping.vmOps() | VmOps.COUNTED);
        this.mm = kernel.addressSpaces().create();
        kernel.mmap().mmapFixed(cpu, mm, ModelMachine.REGION, 0, PAGES, 0, mapping.protection());
        for (int page = 0; page < PAGES; page++) {
            kernel.userAccess().touch(cpu, mm, page);
        }
    }

    /** Tries every caller on every kind of mapping. */
    static Comparison run(Defect defect) {
        int cells = 0;
        Difference first = null;
        JsonNode table = read();
        for (Map.Entry<String, JsonNode> row : table.properties()) {
            for (int column = 0; !row.getKey().equals("columns") && column < Mapping.ALL.size(); column++) {
                Mapping mapping = Mapping.ALL.get(column);
                assert mapping.name().equals(table.get("columns").get(column).asText()) : "column=" + column;
                String expected = row.getValue().get(column).asText();
                if (!expected.equals(NOT_MEASURED)) {
                    String actual = new CallerTable(mapping, defect).call(row.getKey());
                    cells++;
                    if (first == null && !actual.equals(expected)) {
                        first = new Difference(
                                row.getKey(), "on " + mapping.name(), List.of(expected), List.of(actual), List.of());
                    }
                }
            }
        }
        return new Comparison(cells, Optional.ofNullable(first));
    }

    private static JsonNode read() {
        try (InputStream in = CallerTable.class.getResourceAsStream(RESOURCE)) {
            return new ObjectMapper().readTree(in);
        } catch (IOException broken) {
            throw new UncheckedIOException(RESOURCE, broken);
        }
    }

    private String call(String caller) {
        return switch (caller) {
            case "process_vm_readv" -> error(kernel.gupUsers().processVm(cpu, mm, PAGE, false));
            case "process_vm_writev" -> error(kernel.gupUsers().processVm(cpu, mm, PAGE, true));
            case "/proc/self/mem, ptrace peek" -> error(kernel.gupUsers().remoteRead(cpu, mm, PAGE));
            case "O_DIRECT write of a file" -> error(kernel.gupUsers().directIo(cpu, mm, PAGE, false));
            case "O_DIRECT read of a file" -> error(kernel.gupUsers().directIo(cpu, mm, PAGE, true));
            case "vmsplice" -> error(kernel.splice().vmsplice(cpu, mm, PAGE, 0));
            case "io_uring register, 6.18" -> error(kernel.gupUsers().registerBuffers(cpu, mm, 0, PAGES, true));
            case "io_uring register, 6.1" -> error(kernel.gupUsers().registerBuffers(cpu, mm, 0, PAGES, false));
            case "futex, shared key" -> error(kernel.gupUsers().sharedFutexKey(cpu, mm, PAGE));
            case "pagemap" -> isNormal() ? "PFN" : "hidden";
            case "mincore" -> isNormal() ? "1" : "0";
            case "smaps Rss" -> isNormal() ? "counted" : "0";
            case "MADV_DONTNEED" -> error(kernel.madvise().dontNeed(cpu, mm, PAGE, PAGE + 1));
            case "MADV_COLD", "MADV_PAGEOUT" -> error(kernel.madvise().cold(cpu, mm, PAGE));
            case "touch after MADV_DONTNEED" -> {
                kernel.madvise().dontNeed(cpu, mm, PAGE, PAGE + 1);
                yield kernel.userAccess().touch(cpu, mm, PAGE) == 0 ? "ok" : "SIGBUS";
            }
            case "mprotect of one page" -> error(kernel.mprotect().mprotect(cpu, mm, PAGE, PAGE + 1, Vmas.READ));
            default -> throw new IllegalStateException("no such caller: " + caller);
        };
    }

    private boolean isNormal() {
        return kernel.walk().isNormal(cpu, mm, PAGE);
    }

    private static String error(int result) {
        return result < 0 ? Errno.name(-result) : "ok";
    }
}

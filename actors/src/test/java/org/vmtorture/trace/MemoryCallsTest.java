package org.vmtorture.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** mmap, munmap and mremap of ten pages of one area, at 0x10000. */
class MemoryCallsTest {
    private static final String TEN_PAGES = """
            7 execve("/a", ["a"], 0x7ffe /* 3 vars */) = 0
            7 mmap(NULL, 40960, PROT_READ|PROT_WRITE, MAP_SHARED, 3<anon_inode:bpf-map>, 0) = 0x10000
            """;
    private static final List<String> MAPPED = List.of("area a1 bpf-map", "map 0 a1 0+10 rw");

    private static List<String> after(String calls) {
        List<String> events = Logs.events(TEN_PAGES + calls);
        assertThat(events.subList(0, 2)).isEqualTo(MAPPED);
        return events.subList(2, events.size());
    }

    @Test
    void munmapOfHeadTailAndMiddleIsPartial() {
        assertThat(after("""
                7 munmap(0x10000, 4096) = 0
                7 munmap(0x19000, 4096) = 0
                7 munmap(0x14000, 8000) = 0
                7 munmap(0x11000, 0x3000) = 0
                7 munmap(0x16000, 12288) = 0
                """))
                .containsExactly(
                        "unmap 0 a1 0+1 munmap partial",
                        "unmap 0 a1 9+1 munmap partial",
                        "unmap 0 a1 4+2 munmap partial",
                        "unmap 0 a1 1+3 munmap",
                        "unmap 0 a1 6+3 munmap");
    }

    @Test
    void munmapSpansSeveralMappings() {
        assertThat(after("""
                7 mmap(0x1a000, 8192, PROT_READ, MAP_SHARED|MAP_FIXED, 3<anon_inode:bpf-map>, 0x2000) = 0x1a000
                7 munmap(0x19000, 8192) = 0
                """))
                .containsExactly("map 0 a1 2+2 r", "unmap 0 a1 9+1 munmap partial", "unmap 0 a1 2+1 munmap partial");
    }

    @Test
    void munmapOfWhatIsNotKernelMemoryIsNothing() {
        assertThat(after("7 munmap(0x1000, 61440) = 0\n7 munmap(0x1a000, 4096) = 0\n"))
                .isEmpty();
    }

    @Test
    void failedCallsDoNothing() {
        assertThat(after("""
                7 munmap(0x10000, 4095) = -1 EINVAL (Invalid argument)
                7 mremap(0x10000, 40960, 81920, 0) = -1 ENOMEM (Cannot allocate memory)
                7 mmap(0x10000, 4096, PROT_READ, MAP_SHARED|MAP_FIXED_NOREPLACE, 3<anon_inode:bpf-map>, 0) = -1 EEXIST
                7 mmap(NULL, 4096, PROT_READ, MAP_SHARED, 3<anon_inode:bpf-map>, 0) = ? ERESTARTSYS (To be restarted)
                """)).isEmpty();
    }

    @Test
    void anonymousMemoryMappedOverDropsThePages() {
        assertThat(after("7 mmap(0x12000, 4096, PROT_NONE, MAP_PRIVATE|MAP_FIXED|MAP_ANONYMOUS, -1, 0) = 0x12000\n"))
                .containsExactly("unmap 0 a1 2+1 mmap partial");
    }

    @Test
    void anotherAreaMappedOverDropsThePages() {
        assertThat(after("7 mmap(0x10000, 40960, PROT_READ, MAP_SHARED|MAP_FIXED, 4</dev/video0>, 0) = 0x10000\n"))
                .containsExactly("unmap 0 a1 0+10 mmap", "area a2 /dev/video0", "map 0 a2 0+10 r");
    }

    @Test
    void aPlaceTheKernelCallsFreeWasUnmappedUnseen() {
        assertThat(after("7 mmap(NULL, 4096, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x10000\n"))
                .containsExactly("unmap 0 a1 0+1 munmap partial");
    }

    @Test
    void aMunmapInFlightSparesWhatAnotherThreadMapsThereMeanwhile() {
        assertThat(after("""
                7 clone3({flags=CLONE_VM|CLONE_FILES|CLONE_THREAD, exit_signal=0} => {parent_tid=[8]}, 88) = 8
                7 munmap(0x10000, 40960 <unfinished ...>
                8 mmap(NULL, 4096, PROT_READ, MAP_SHARED, 4<anon_inode:[perf_event]>, 0) = 0x10000
                7 <... munmap resumed>) = 0
                """))
                .containsExactly(
                        "unmap 0 a1 0+1 munmap partial",
                        "area a2 [perf_event]",
                        "map 0 a2 0+1 r",
                        "unmap 0 a1 1+9 munmap");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "mremap(0x10000, 40960, 40960, MREMAP_MAYMOVE) = 0x10000;",
                "mremap(0x10000, 40960, 49152, MREMAP_MAYMOVE) = 0x10000; map 0 a1 10+2 rw",
                "mremap(0x10000, 40960, 8192, 0) = 0x10000; unmap 0 a1 2+8 mremap partial",
                "mremap(0x10000, 40960, 40960, MREMAP_MAYMOVE) = 0x50000; move 0 a1 0+10",
                "mremap(0x10000, 40960, 45056, MREMAP_MAYMOVE) = 0x50000; move 0 a1 0+10, map 0 a1 10+1 rw",
                "mremap(0x12000, 4096, 4096, MREMAP_MAYMOVE|MREMAP_FIXED, 0x50000) = 0x50000; move 0 a1 2+1",
                "mremap(0x10000, 40960, 4096, MREMAP_MAYMOVE) = 0x50000; unmap 0 a1 1+9 mremap partial, move 0 a1 0+1",
                "mremap(0x10000, 40960, 40960, MREMAP_MAYMOVE|MREMAP_DONTUNMAP) = 0x50000; map 0 a1 0+10 rw",
                "mremap(0x10000, 0, 40960, MREMAP_MAYMOVE) = 0x50000; map 0 a1 0+10 rw",
                "mremap(0x40000, 8192, 8192, MREMAP_FIXED, 0x11000) = 0x11000; unmap 0 a1 1+2 mremap partial",
                "mremap(0x40000, 8192, 16384, MREMAP_MAYMOVE) = 0x60000;",
            })
    void mremap(String call, String expected) {
        List<String> events = expected == null ? List.of() : List.of(expected.split(", ", -1));
        assertThat(after("7 " + call + "\n")).isEqualTo(events);
    }

    @Test
    void aMovedMappingIsUnmappedAtItsNewPlace() {
        assertThat(after("""
                7 mremap(0x10000, 40960, 40960, MREMAP_MAYMOVE) = 0x50000
                7 munmap(0x10000, 40960) = 0
                7 munmap(0x50000, 40960) = 0
                """)).containsExactly("move 0 a1 0+10", "unmap 0 a1 0+10 munmap");
    }

    @ParameterizedTest
    @CsvSource({
        "0x1000, 1",
        "0x10000000, 65536",
        "0x8000000000000000, 2251799813685248",
        "0xfffffffffffff000, 4503599627370495",
        "4096, 1"
    })
    void offsetsMayBeHuge(String offset, String pgoff) {
        String mmap = "7 mmap2(NULL, 1, PROT_READ|PROT_EXEC, MAP_SHARED, 5<anon_inode:[io_uring]>, " + offset
                + ") = 0x7f0000000000\n";
        assertThat(after(mmap)).containsExactly("area a2 [io_uring]", "map 0 a2 " + pgoff + "+1 rx");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mmap(NULL, 4096, PROT_READ, MAP_SHARED, 3<anon_inode:bpf-map>) = 0x50000",
                "mmap(NULL, 0, PROT_READ, MAP_SHARED, 3<anon_inode:bpf-map>, 0) = 0x50000",
                "mmap(NULL, 4096, PROT_READ, MAP_SHARED, 3<anon_inode:bpf-map>, 0) = 0x50001",
                "mmap(NULL, 0xffffffffffffffff, PROT_READ, MAP_SHARED, 3<anon_inode:bpf-map>, 0) = 0x50000",
                "mmap(NULL, 4096, PROT_READ, MAP_SHARED, what, 0) = 0x50000",
                "munmap(0x10000, 99999999999999999999999999) = 0",
                "munmap(0xfffffffffffff000, 4096) = 0",
                "mremap(0x10000, 4096, 4096, 0) = 0xfffffffffffff000",
                "munmap(0x10000, 4096 = 0",
                "clone() = 99999999999",
            })
    void whatNoKernelWouldDoIsSkipped(String call) {
        StraceLog log = Logs.read(TEN_PAGES + "7 " + call + "\n");
        assertThat(log.events()).hasSize(2);
        assertThat(log.skipped()).extracting(Skipped::reason).containsExactly(Skipped.Reason.BAD_ARGUMENTS);
    }

    @Test
    void numericFlagsAreUnderstood() {
        assertThat(after("7 mmap(0x10000, 0x1000, 0x3 /* PROT_READ|PROT_WRITE */, 0x11, 0x3, 0) = 0x10000\n"))
                .containsExactly("unmap 0 a1 0+1 mmap partial", "map 0 a1 0+1 rw");
    }

    @Test
    void mremapOfMemoryOlderThanTheLogMayBeOurs() {
        assertThat(Logs.skips("7 mremap(0x10000, 4096, 8192, MREMAP_MAYMOVE) = 0x50000\n"))
                .containsExactly("1 UNKNOWN_MEMORY");
    }

    @Test
    void aSpaceHasAsManyMappingsAsTheKernelAllows() {
        List<String> calls = new ArrayList<>();
        for (int i = 0; i <= AddressSpace.MAPPINGS_MAX; i++) {
            String at = Long.toHexString(0x100000L + i * 8192L);
            calls.add("7 mmap(NULL, 1, PROT_READ, MAP_SHARED, 3<anon_inode:bpf-map>, 0) = 0x" + at + "\n");
        }
        StraceLog log = Logs.read(String.join("", calls));
        assertThat(log.mappings()).isEqualTo(AddressSpace.MAPPINGS_MAX);
        assertThat(log.skipped()).extracting(Skipped::reason).containsExactly(Skipped.Reason.TOO_MANY);
    }
}

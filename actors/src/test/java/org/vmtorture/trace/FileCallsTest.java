package org.vmtorture.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which file a descriptor is, with and without -y, and which files are kernel memory. */
class FileCallsTest {
    private static final String MMAP = "7 mmap(NULL, 4096, PROT_READ, MAP_SHARED, 3, 0) = 0x10000\n";

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "anon_inode:bpf-map; bpf-map",
                "anon_inode:[perf_event]; [perf_event]",
                "anon_inode:[io_uring]; [io_uring]",
                "anon_inode:kvm-vcpu:0; kvm-vcpu:0",
                "socket:[98297]; socket:[N]",
                "PACKET:[98297]; socket:[N]",
                "/dev/video0; /dev/video0",
                "/dev/video0<char 81:0>; /dev/video0",
                "/dev/snd/pcmC0D0p; /dev/snd/pcmC0D0p",
                "/dev/dri/card0; /dev/dri/card0",
                "/dev/kcov; /dev/kcov",
                "/sys/kernel/debug/kcov; /sys/kernel/debug/kcov",
                "/sys/kernel/debug/kcov (deleted); /sys/kernel/debug/kcov",
                "/dmabuf:heap; /dmabuf:heap",
            })
    void kernelMemory(String decoration, String object) {
        assertThat(Logs.events(MMAP.replace("3,", "3<" + decoration + ">,")))
                .containsExactly("area a1 " + object, "map 0 a1 0+1 r");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/usr/lib/libc.so.6",
                "/dev/zero<char 1:5>",
                "/dev/zero",
                "/dev/shm/x",
                "/dev/hugepages/x",
                "/dev/sda1",
                "/dev/nvme0n1<block 259:0>",
                "/dev/anything<block 259:0>",
                "/memfd:x (deleted)",
                "/SYSV00000000 (deleted)",
                "/tmp/deleted (deleted)",
                "/tmp/with, (odd\\74\\76 name",
                "TCP:[127.0.0.1:5000->127.0.0.1:6000]",
                "UNIX-STREAM:[123->124, \"/run/x, y\"]",
                "anon_inode:[secretmem]",
            })
    void notKernelMemory(String decoration) {
        assertThat(Logs.events(MMAP.replace("3,", "3<" + decoration + ">,"))).isEmpty();
    }

    @Test
    void theDeletedMarkMayStandBehind() {
        assertThat(Logs.events(MMAP.replace("3,", "3</dev/x>(deleted),"))).contains("area a1 /dev/x");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "bpf(BPF_MAP_CREATE, {map_type=BPF_MAP_TYPE_ARRAY, key_size=4}, 72) = 3; bpf-map",
                "perf_event_open({type=PERF_TYPE_SOFTWARE, ...}, -1, 0, -1, PERF_FLAG_FD_CLOEXEC) = 3; [perf_event]",
                "socket(AF_PACKET, SOCK_RAW, htons(0 /* ETH_P_??? */)) = 3; socket:[N]",
                "io_uring_setup(8, {flags=0, sq_entries=8, cq_off={head=8}}) = 3; [io_uring]",
                "openat(AT_FDCWD, \"/dev/video0\", O_RDWR|O_CLOEXEC) = 3; /dev/video0",
                "open(\"/dev/kcov\", O_RDWR) = 3; /dev/kcov",
                "openat2(AT_FDCWD, \"/dev/kcov\", {flags=O_RDWR, resolve=0}, 24) = 3; /dev/kcov",
                "ioctl(9, KVM_CREATE_VCPU, 0) = 3; kvm-vcpu",
                "socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 3;",
                "openat(AT_FDCWD, \"/tmp/a, \\\"b) = 3\", O_RDWR) = 3;",
                "openat(AT_FDCWD, \"/dev/zero\", O_RDWR) = 3;",
                "memfd_create(\"x\", MFD_CLOEXEC) = 3;",
                "bpf(BPF_PROG_LOAD, {prog_type=BPF_PROG_TYPE_SOCKET_FILTER}, 64) = 3;",
                "pipe2([3, 4], O_CLOEXEC) = 0;",
                "socketpair(AF_UNIX, SOCK_STREAM, 0, [4, 3]) = 0;",
            })
    void withoutDecorationTheCallThatMadeItTells(String call, String object) {
        List<String> expected = object == null ? List.of() : List.of("area a1 " + object, "map 0 a1 0+1 r");
        assertThat(Logs.events("7 " + call + "\n" + MMAP)).isEqualTo(expected);
    }

    @Test
    void pathsAreRelativeToTheFolder() {
        assertThat(Logs.events("""
                7 openat(AT_FDCWD, "/dev", O_RDONLY|O_DIRECTORY) = 5
                7 openat(5, "video1", O_RDWR) = 3
                """ + MMAP)).contains("area a1 /dev/video1");
    }

    @Test
    void aDescriptorOfUnknownOriginIsSkipped() {
        assertThat(Logs.skips(MMAP)).containsExactly("1 UNKNOWN_FD");
    }

    @Test
    void copiesOfADescriptorAreOneAreaAndOpensAreTwo() {
        assertThat(Logs.events("""
                7 open("/dev/kcov", O_RDWR) = 3
                7 dup(3) = 4
                7 dup2(4, 5) = 5
                7 dup3(5, 6, O_CLOEXEC) = 6
                7 fcntl(6, F_DUPFD_CLOEXEC, 10) = 10
                7 open("/dev/kcov", O_RDWR) = 7
                7 mmap(NULL, 4096, PROT_READ, MAP_SHARED, 10, 0) = 0x10000
                7 mmap(NULL, 4096, PROT_READ, MAP_SHARED, 3, 0x1000) = 0x20000
                7 mmap(NULL, 4096, PROT_READ, MAP_SHARED, 7, 0) = 0x30000
                7 close(3) = 0
                7 close(4) = 0
                7 close(5) = 0
                7 close(6) = 0
                7 munmap(0x10000, 8192) = 0
                7 munmap(0x20000, 8192) = 0
                7 close(10) = 0
                7 close(7) = 0
                """))
                .containsExactly(
                        "area a1 /dev/kcov",
                        "map 0 a1 0+1 r",
                        "map 0 a1 1+1 r",
                        "area a2 /dev/kcov",
                        "map 0 a2 0+1 r",
                        "unmap 0 a1 0+1 munmap",
                        "unmap 0 a1 1+1 munmap",
                        "close 0 a1",
                        "close 0 a2 mapped");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "close_range(3, 4294967295, 0) = 0; close 0 a1 mapped",
                "close_range(0, ~0U, CLOSE_RANGE_UNSHARE) = 0; close 0 a1 mapped",
                "close_range(4, 9, 0) = 0;",
                "close_range(3, 9, CLOSE_RANGE_CLOEXEC) = 0;",
                "dup2(1, 3) = 3; close 0 a1 mapped",
                "dup2(3, 3) = 3;",
                "close(3) = -1 EBADF (Bad file descriptor);",
            })
    void closes(String call, String expected) {
        List<String> events = Logs.events("7 open(\"/dev/kcov\", O_RDWR) = 3\n" + MMAP + "7 " + call + "\n");
        assertThat(events.subList(2, events.size())).isEqualTo(expected == null ? List.of() : List.of(expected));
    }

    @ParameterizedTest
    @CsvSource({
        "O_RDWR|O_CLOEXEC, 0, false",
        "O_RDWR, 0, true",
        "O_RDWR, FD_CLOEXEC, false",
        "O_RDWR|O_CLOEXEC, none, true"
    })
    void execveClosesWhatIsMarked(String flags, String setfd, boolean open) {
        String log = "7 open(\"/dev/kcov\", " + flags + ") = 3\n"
                + (setfd.equals("0") ? "" : "7 fcntl(3, F_SETFD, " + (setfd.equals("none") ? "0" : setfd) + ") = 0\n")
                + "7 execve(\"/a\", [\"a\"], 0x7ffe) = 0\n" + MMAP;
        assertThat(Logs.texts(Logs.read(log))).hasSize(open ? 2 : 0);
    }

    @Test
    void decorationsAreRightWhereTheLogHasGaps() { // as of: strace -y -e trace=memory
        assertThat(Logs.events("""
                7 mmap(NULL, 4096, PROT_READ, MAP_SHARED, 3</dev/video0>, 0) = 0x10000
                7 mmap(NULL, 4096, PROT_READ, MAP_SHARED, 3</tmp/x>, 0) = 0x20000
                7 mmap(NULL, 4096, PROT_READ, MAP_SHARED, 3<socket:[8]>, 0) = 0x30000
                7 mmap(NULL, 4096, PROT_READ, MAP_SHARED, 3<socket:[9]>, 0) = 0x40000
                """))
                .containsExactly(
                        "area a1 /dev/video0",
                        "map 0 a1 0+1 r",
                        "area a2 socket:[N]",
                        "map 0 a2 0+1 r",
                        "area a3 socket:[N]",
                        "map 0 a3 0+1 r");
    }
}

package org.vmtorture.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who shares an address space with whom, and when it ends. */
class TaskTableTest {
    private static final String MAPPED = """
            7 execve("/a", ["a"], 0x7ffe) = 0
            7 open("/dev/kcov", O_RDWR) = 3
            7 mmap(NULL, 4096, PROT_READ, MAP_SHARED, 3, 0) = 0x10000
            """;

    private static String[] after(String calls) {
        var events = Logs.events(MAPPED + calls);
        return events.subList(2, events.size()).toArray(String[]::new);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "clone(child_stack=NULL, flags=CLONE_CHILD_CLEARTID|SIGCHLD, child_tidptr=0x7f0) = 8",
                "clone3({flags=0, exit_signal=SIGCHLD}, 88) = 8",
                "fork() = 8",
                "clone(child_stack=NULL, flags=SIGCHLD) = 2 /* 8 in strace's PID NS */",
            })
    void aForkInherits(String call) {
        assertThat(after("7 " + call + "\n8 munmap(0x10000, 4096) = 0\n8 exit_group(0) = ?\n8 +++ exited with 0 +++\n"))
                .containsExactly("fork 0 1 a1 0+1", "unmap 1 a1 0+1 munmap");
    }

    @Test
    void aForkHasDescriptorsOfItsOwn() {
        assertThat(after("""
                7 fork() = 8
                8 close(3) = 0
                8 +++ exited with 0 +++
                7 mmap(NULL, 4096, PROT_WRITE, MAP_SHARED, 3, 0) = 0x20000
                7 close(3) = 0
                """))
                .containsExactly(
                        "fork 0 1 a1 0+1",
                        "close 1 a1 mapped",
                        "unmap 1 a1 0+1 exit",
                        "map 0 a1 0+1 w",
                        "close 0 a1 mapped");
    }

    @Test
    void cloneFilesWithoutThreadSharesDescriptors() {
        assertThat(after("7 clone(child_stack=NULL, flags=CLONE_FILES|SIGCHLD) = 8\n8 close(3) = 0\n7 close(3) = 0\n"))
                .containsExactly("fork 0 1 a1 0+1", "close 1 a1 mapped");
    }

    @Test
    void threadsShareSpaceAndDescriptorsAndTheLastOneEndsThem() {
        assertThat(after("""
                7 clone3({flags=CLONE_VM|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD, stack=0x1} => {parent_tid=[8]}, 88) = 8
                8 mmap(NULL, 4096, PROT_NONE, MAP_SHARED, 3, 0x1000) = 0x20000
                8 close(3) = 0
                8 exit(0) = ?
                8 +++ exited with 0 +++
                7 munmap(0x20000, 4096) = 0
                7 exit_group(0) = ?
                7 +++ exited with 0 +++
                """))
                .containsExactly(
                        "map 0 a1 1+1 none", "close 0 a1 mapped", "unmap 0 a1 1+1 munmap", "unmap 0 a1 0+1 exit");
    }

    @Test
    void aVforkChildBorrowsTheSpaceUntilExecve() {
        assertThat(after("""
                7 vfork( <unfinished ...>
                8 close(3) = 0
                8 execve("/b", ["b"], 0x7ffe <unfinished ...>
                7 <... vfork resumed>) = 8
                8 <... execve resumed>) = 0
                8 mmap(NULL, 4096, PROT_READ, MAP_SHARED, 3</dev/kcov>, 0) = 0x10000
                8 exit_group(0) = ?
                8 +++ exited with 0 +++
                7 close(3) = 0
                """))
                .containsExactly(
                        "fork 0 1", "area a2 /dev/kcov", "map 1 a2 0+1 r", "unmap 1 a2 0+1 exit", "close 0 a1 mapped");
    }

    @Test
    void aVforkChildThatExitsLeavesTheSpaceToItsParent() {
        assertThat(after("""
                7 clone3({flags=CLONE_VM|CLONE_VFORK, exit_signal=SIGCHLD}, 88 <unfinished ...>
                8 execve("/no", ["no"], 0x7ffe) = -1 ENOENT (No such file or directory)
                8 +++ exited with 127 +++
                7 <... clone3 resumed>) = 8
                7 munmap(0x10000, 4096) = 0
                """)).containsExactly("unmap 0 a1 0+1 munmap");
    }

    @Test
    void linesOfAChildWaitForItsParentsClone() {
        assertThat(after("""
                7 clone(child_stack=NULL, flags=SIGCHLD <unfinished ...>
                8 munmap(0x10000, 4096 <unfinished ...>
                9 munmap(0x10000, 4096) = 0
                8 <... munmap resumed>) = 0
                8 fork() = 9
                8 +++ killed by SIGKILL +++
                7 <... clone resumed>, child_tidptr=0x7f0) = 8
                """)).containsExactly("fork 0 1 a1 0+1", "unmap 1 a1 0+1 munmap", "fork 1 2");
    }

    @Test
    void timeDoesNotFallWhenLinesHaveWaited() {
        StraceLog log = Logs.read("""
                7 100000000.000000 mmap(NULL, 4096, PROT_READ, MAP_SHARED, 3</dev/kcov>, 0) = 0x10000
                7 100000001.000000 clone(child_stack=NULL, flags=SIGCHLD <unfinished ...>
                8 100000002.000000 munmap(0x10000, 4096) = 0
                7 100000003.250000 <... clone resumed>) = 8
                """);
        assertThat(log.events()).extracting(TraceEvent::t).containsExactly(0.0, 0.0, 3.25, 3.25);
    }

    @Test
    void execveDropsMappingsButOnlyIfItSucceeds() {
        assertThat(after("""
                7 execve("/no", ["no"], 0x7ffe) = -1 ENOENT (No such file or directory)
                7 execve("/b", ["b"], 0x7ffe /* 3 vars */ <unfinished ...>
                7 <... execve resumed>) = 0
                7 munmap(0x10000, 4096) = 0
                """)).containsExactly("unmap 0 a1 0+1 execve");
    }

    @Test
    void aThreadThatExecvesGoesOnAsTheLeader() {
        assertThat(after("""
                7 clone(child_stack=0x1, flags=CLONE_VM|CLONE_FILES|CLONE_THREAD) = 8
                7 wait4(-1,  <unfinished ...>
                8 execve("/b", ["b"], 0x7ffe <unfinished ...>
                7 <... wait4 resumed> <unfinished ...>) = ?
                7 +++ superseded by execve in pid 8 +++
                7 <... execve resumed>) = 0
                7 mmap(NULL, 4096, PROT_READ, MAP_SHARED, 3, 0) = 0x10000
                7 +++ exited with 0 +++
                """)).containsExactly("unmap 0 a1 0+1 execve", "map 0 a1 0+1 r", "unmap 0 a1 0+1 exit");
    }

    @Test
    void aThreadMayExecveBeforeItsCloneReturns() {
        StraceLog log = Logs.read(MAPPED + """
                7 clone(child_stack=0x1, flags=CLONE_VM|CLONE_FILES|CLONE_THREAD <unfinished ...>
                8 execve("/b", ["b"], 0x7ffe <unfinished ...>
                7 <... clone resumed> <unfinished ...>) = ?
                7 +++ superseded by execve in pid 8 +++
                7 <... execve resumed>) = 0
                """);
        assertThat(Logs.texts(log)).endsWith("unmap 0 a1 0+1 execve");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"+++ exited with 1 +++", "+++ killed by SIGKILL +++", "+++ killed by SIGSEGV (core dumped) +++"})
    void theEndUnmaps(String end) {
        assertThat(after("7 mmap(NULL, 4096, PROT_READ, MAP_SHARED, 3, 0 <unfinished ...>\n7 " + end + "\n"))
                .containsExactly("unmap 0 a1 0+1 exit");
    }

    @Test
    void theEndOfTheLeaderIsThatOfItsThreads() {
        assertThat(after("7 clone(child_stack=0x1, flags=CLONE_VM|CLONE_THREAD) = 8\n7 +++ exited with 0 +++\n"))
                .containsExactly("unmap 0 a1 0+1 exit");
    }

    @Test
    void aProcessHasEndedWhenItsParentReapedItOrItsPidIsInUseAgain() { // as of: strace -qq
        assertThat(after("""
                7 fork() = 8
                7 wait4(8, [{WIFSIGNALED(s) && WTERMSIG(s) == SIGKILL}], 0, NULL) = 8
                7 fork() = 8
                7 wait4(8, [{WIFSTOPPED(s) && WSTOPSIG(s) == SIGSTOP}], WSTOPPED, NULL) = 8
                7 fork() = 8
                7 wait4(-1, NULL, 0, NULL) = 8
                7 exit_group(0) = ?
                """))
                .containsExactly(
                        "fork 0 1 a1 0+1",
                        "unmap 1 a1 0+1 exit",
                        "fork 0 2 a1 0+1",
                        "unmap 2 a1 0+1 exit",
                        "fork 0 3 a1 0+1",
                        "unmap 3 a1 0+1 exit",
                        "unmap 0 a1 0+1 exit");
    }

    @Test
    void aLivingProcessKeepsItsMappingsAtTheEndOfTheLog() {
        assertThat(after("")).isEmpty();
    }

    @Test
    void aPidFromNowhereIsAProcessOfItsOwn() {
        StraceLog log =
                Logs.read(MAPPED + "9 mmap(NULL, 1, PROT_READ, MAP_SHARED, 3</dev/x>, 0) = 0x10000\n9 close(5) = 0\n");
        assertThat(Logs.texts(log)).contains("map 1 a2 0+1 r");
        assertThat(log.processes()).isEqualTo(2);
        assertThat(log.skipped()).extracting(Skipped::reason).containsExactly(Skipped.Reason.UNKNOWN_PID);
    }

    @Test
    void callsThatNeverReturnedOrNeverBeganAreSkipped() {
        assertThat(Logs.skips(MAPPED + """
                7 <... mmap resumed>) = 0x20000
                7 munmap(0x10000, 4096 <unfinished ...>
                7 munmap(0x30000, 4096 <unfinished ...>
                """)).containsExactly("4 NEVER_BEGUN", "5 NEVER_RESUMED", "6 NEVER_RESUMED");
    }
}

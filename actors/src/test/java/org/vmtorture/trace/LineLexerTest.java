package org.vmtorture.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vmtorture.trace.StraceLine.Kind;

/** The forms that the options of strace give to a line. */
class LineLexerTest {
    private static final String MMAP = "mmap(NULL, 4096, PROT_READ, MAP_SHARED, 3</dev/kcov>, 0) = 0x10000";

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "''; -1",
                "7 ; 7",
                "7     ; 7",
                "[pid 7] ; 7",
                "[pid     7] ; 7",
                "7<sh> ; 7",
                "[pid 7<sh>] ; 7",
                "7 1795412774.705688 ; 7",
                "1795412774.705688 ; -1",
                "1795412774 ; -1",
                "7 1795412774 ; 7",
                "7 12:34:56 ; 7",
                "12:34:56.789012 ; -1",
                "[pid 7] 12:34:56.789012 ; 7",
                "     0.000012 ; -1",
                "7      0.000012 ; 7",
                "7 12:34:56 (+     0.000012) ; 7",
                "7 [   9] ; 7",
                "7 12:34:56 [00007f12a4b6c8d7] ; 7",
            })
    void prefixes(String prefix, String pid) {
        StraceLine line = new LineLexer().lex(1, prefix + MMAP);
        assertThat(line.kind()).isEqualTo(Kind.CALL);
        assertThat(line.pid()).isEqualTo(Integer.parseInt(pid.strip()));
        assertThat(line.name()).isEqualTo("mmap");
        assertThat(line.rest()).startsWith("NULL, 4096");
    }

    @ParameterizedTest
    @ValueSource(strings = {" <0.000012>", "", " (flags O_RDWR)"})
    void whatFollowsTheResultIsLeftOut(String tail) {
        assertThat(Logs.events("7 " + MMAP + tail + "\n")).containsExactly("area a1 /dev/kcov", "map 0 a1 0+1 r");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_EXITED, si_pid=9} ---",
                "--- stopped by SIGSTOP ---",
                "strace: Process 9 attached",
                "[ Process PID=9 runs in 32 bit mode. ]",
                "wait4(-1,  <detached ...>",
                "",
            })
    void notes(String text) {
        assertThat(new LineLexer().lex(1, text).kind()).isEqualTo(Kind.NOTE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "<... what",
                "(",
                "main(",
                "Main() = 1",
                "+++ what +++",
                "[pid",
                "[pid 7",
                "7",
                "12:34:56"
            })
    void garbled(String text) {
        assertThat(new LineLexer().lex(1, text).kind()).isEqualTo(Kind.GARBLED);
    }

    @ParameterizedTest
    @CsvSource({
        "1795412774.705688, 1795412775.705689, 1000001",
        "1795412774.7, 1795412775.8, 1100000",
        "1795412774, 1795412776, 2000000",
        "1795412774.705688999, 1795412774.705689999, 1",
        "1795412774.5, 1795412774.2, 0",
        "12:00:00, 12:00:03, 3000000",
        "23:59:59.5, 00:00:00.25, 750000",
        "0.000000, 0.000123, 123",
        "0.5, 0.25, 250000",
    })
    void timesCountFromTheFirstLine(String first, String second, long micros) {
        LineLexer lexer = new LineLexer();
        assertThat(lexer.lex(1, "7 " + first + " " + MMAP).micros()).isZero();
        assertThat(lexer.lex(2, "7 " + second + " " + MMAP).micros()).isEqualTo(micros);
        assertThat(lexer.timed()).isTrue();
    }

    @Test
    void relativeTimesAddUp() {
        LineLexer lexer = new LineLexer();
        for (int i = 0; i < 10; i++) {
            assertThat(lexer.lex(i, "     0.000100 " + MMAP).micros()).isEqualTo(100L * i);
        }
    }

    @Test
    void aLogWithoutTimesIsInOrderAllTheSame() {
        StraceLog log = Logs.read(MMAP + "\nmunmap(0x10000, 4096) = 0\n");
        assertThat(log.timed()).isFalse();
        assertThat(Logs.texts(log)).containsExactly("area a1 /dev/kcov", "map 0 a1 0+1 r", "unmap 0 a1 0+1 munmap");
        assertThat(log.events()).allMatch(event -> event.t() == 0);
    }

    @Test
    void onATerminalPidsComeLateAndClonesAreSplit() {
        assertThat(Logs.events(MMAP + """

                clone(child_stack=NULL, flags=SIGCHLDstrace: Process 8 attached
                , child_tidptr=0x7f0) = 8
                [pid     8] munmap(0x10000, 4096 <unfinished ...>
                [pid     7] vfork(strace: Process 9 attached
                 <unfinished ...>
                [pid     8] <... munmap resumed>) = 0
                [pid     9] execve("/b", ["b"], 0x7ffe <unfinished ...>
                [pid     7] <... vfork resumed>) = 9
                [pid     9] <... execve resumed>) = 0
                [pid     9] +++ exited with 0 +++
                [pid     7] +++ exited with 0 +++
                mmap(NULL, 4096, PROT_READ, MAP_SHARED, 3</dev/kcov>, 0) = 0x10000
                +++ exited with 0 +++
                """))
                .containsExactly(
                        "area a1 /dev/kcov",
                        "map 0 a1 0+1 r",
                        "fork 0 1 a1 0+1",
                        "unmap 1 a1 0+1 munmap",
                        "fork 0 2",
                        "unmap 0 a1 0+1 exit",
                        "map 1 a1 0+1 r",
                        "unmap 1 a1 0+1 exit");
    }

    @Test
    void onATerminalAThreadThatExecvesTakesThePlaceOfAll() {
        assertThat(Logs.events(MMAP + """

                clone3({flags=CLONE_VM|CLONE_FILES|CLONE_THREAD}strace: Process 8 attached
                 => {parent_tid=[8]}, 88) = 8
                [pid     7] pause( <unfinished ...>
                [pid     8] execve("/b", ["b"], 0x7ffe <unfinished ...>
                [pid     7] <... pause resumed>) = ?
                +++ superseded by execve in pid 8 +++
                <... execve resumed>) = 0
                munmap(0x10000, 4096) = 0
                """))
                .containsExactly("area a1 /dev/kcov", "map 0 a1 0+1 r", "unmap 0 a1 0+1 execve");
    }

    @Test
    void onATerminalTheLastProcessLosesItsPidAgain() { // as of: strace -f -qq
        assertThat(Logs.events(MMAP + """

                fork() = 8
                [pid     7] wait4(-1,  <unfinished ...>
                [pid     8] exit_group(0) = ?
                <... wait4 resumed>NULL, 0, NULL) = 8
                munmap(0x10000, 4096) = 0
                """))
                .containsExactly(
                        "area a1 /dev/kcov",
                        "map 0 a1 0+1 r",
                        "fork 0 1 a1 0+1",
                        "unmap 1 a1 0+1 exit",
                        "unmap 0 a1 0+1 munmap");
    }

    @Test
    void theUnnamedTaskMayBeNamedByTheReturnOfItsClone() {
        assertThat(Logs.events(MMAP + """

                vfork(strace: Process 8 attached
                 <unfinished ...>
                [pid     8] execve("/b", ["b"], 0x7ffe <unfinished ...>
                [pid     7] <... vfork resumed>) = 8
                [pid     8] <... execve resumed>) = 0
                [pid     7] munmap(0x10000, 4096) = 0
                """))
                .containsExactly("area a1 /dev/kcov", "map 0 a1 0+1 r", "fork 0 1", "unmap 0 a1 0+1 munmap");
    }
}

package org.vmtorture.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A verb prints itself as it was written. */
class FormTest {
    private static final Place PLACE = new Place("form.conf", 1);

    private static final String[] WRITTEN = {
        "load A/0",
        "load P A/31",
        "store P A/0",
        "store A/1",
        "mmap A",
        "mmap P A",
        "mmap A/1",
        "mmap P A/0-1 failing 1",
        "mmap A failing 0",
        "munmap A",
        "munmap P A/1",
        "munmap A/0-1",
        "mremap A",
        "mremap P A/1",
        "mremap P A/1-2",
        "mmap-beyond P A",
        "mmap-beyond A",
        "fault P A/0",
        "fault A/1",
        "dontneed P A",
        "dontneed A/0-1",
        "insert P A/0",
        "insert A/1",
        "vmsplice P A/0",
        "vmsplice A/1",
        "unregister A",
        "unmap-mapping A",
        "splice A/1",
        "read-pipe",
        "fork C",
        "fork P C",
        "fork C failing 1",
        "fork P C failing 0",
        "exit",
        "exit P",
        "pin A/0",
        "pin P A/0",
        "pin P A/0 longterm",
        "pin A/0 longterm",
        "gup-fast P A/0",
        "gup-fast A/0 longterm",
        "gup-slow P A/0 longterm",
        "gup-slow A/0",
        "walk A",
        "walk P A/1",
        "walk P A",
        "touch",
        "touch load",
        "unpin",
        "unpin atomic",
        "hand-on gup-2",
        "take",
        "vmalloc A 1",
        "vmalloc A 64 counted",
        "alloc-pages B 4",
        "alloc-pages B 8 counted",
        "vfree A",
        "vfree-atomic A",
        "close A",
        "kernel-load A/0",
        "kernel-store A/1",
        "slab",
        "slab-free",
        "work",
    };

    @Test
    void everyVerbPrintsItself() {
        Set<String> verbs = new TreeSet<>();
        for (String written : WRITTEN) {
            Verb verb = Form.read(written, PLACE);
            assertThat(verb).hasToString(written).isEqualTo(Form.read(verb.toString(), PLACE));
            verbs.add(written.replaceFirst(" .*", ""));
        }
        assertThat(verbs).containsExactlyInAnyOrderElementsOf(Form.verbs());
    }

    @Test
    void blanksBetweenWordsDoNotMatter() {
        assertThat(Form.read("  pin \t P   A/0 ", PLACE)).hasToString("pin P A/0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "load A/00",
                "load A/0-0",
                "load A/99999999999",
                "load 7/0",
                "munmap A/1-0",
                "munmap A/",
                "munmap A/-1",
                "vmalloc A",
                "vmalloc A 01",
                "vmalloc A -1",
                "vmalloc A 1 counts",
                "touch store",
                "unpin atomically",
                "fork",
                "fork P C failing",
                "fork P C D",
                "exit P Q",
                "walk A/0-1",
                "hand-on",
                "take A",
                "pin",
                "",
                "A",
            })
    void whatIsNotOfAFormIsRefused(String written) {
        assertThatThrownBy(() -> Form.read(written, PLACE))
                .isInstanceOf(BadScenario.class)
                .hasMessageStartingWith("form.conf:1: ");
    }

    @ParameterizedTest
    @CsvSource({"munmap, munmap, 0", "munmmap, munmap, 1", "mnumap, munmap, 2", "'', abc, 3", "kitten, sitting, 3"})
    void distancesAreLevenshteins(String from, String to, int distance) {
        assertThat(Nearest.distance(from, to)).isEqualTo(distance);
        assertThat(Nearest.distance(to, from)).isEqualTo(distance);
    }
}

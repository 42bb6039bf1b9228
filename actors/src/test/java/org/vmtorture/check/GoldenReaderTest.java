package org.vmtorture.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vmtorture.oracle.Defect;

/** Golden traces are read strictly: one line says what is wrong, and where. */
class GoldenReaderTest {
    private static final String HEADER = "{'kind':'header','kernel':'6.18','provider':'bpf','seed':1,'pages':2,"
            + "'slots':4,'procs':2,'pipes':1,'init':[[1,0],[1,0]]}\n";
    private static final String MMAP = "{'i':1,'op':'mmap','proc':0,'slot':1,'n':2,'pgoff':0,'prot':'rw','rc':0,"
            + "'errno':null,'pages':[[2,1],[2,1]],'ok':true}\n";

    private static GoldenTrace read(String text) throws GoldenFormatException, IOException {
        return GoldenReader.read("t.jsonl", new StringReader(text.replace('\'', '"')));
    }

    @Test
    void readsHeaderAndLines() throws Exception {
        GoldenTrace trace = read(HEADER + MMAP);
        assertThat(trace.pages()).isEqualTo(2);
        assertThat(trace.lines()).singleElement().satisfies(line -> {
            assertThat(line.op()).isEqualTo(GoldenTrace.Op.MMAP);
            assertThat(line.number()).isEqualTo(2);
            assertThat(line.text()).isEqualTo("op=mmap proc=0 slot=1 n=2 pgoff=0 prot=rw");
            assertThat(line.counts().cell(1)).isEqualTo("2/1");
        });
        assertThat(GoldenReplay.run(trace, Defect.NONE).difference()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'kind':'header' | 'kind':'heading' | t.jsonl:1: no header
            'bpf'           | 'ebpf'           | t.jsonl:1: provider=ebpf is unknown: bpf and vmod are modelled
            'pages':2       | 'pages':0        | t.jsonl:1: pages=0 must be a whole number from 1 to 4096
            'pages':2       | 'pages':3        | t.jsonl:1: init must have a pair [refcount, mapcount] for each of
            'slots':4       | 'slots':'many'   | t.jsonl:1: slots="many" must be a whole number
            'init'          | 'init2'          | t.jsonl:1: init must have a pair
            [[1,0],[1,0]]   | [[1,0],[1]]      | t.jsonl:1: init[1] must be [refcount, mapcount]
            'op':'mmap'     | 'op':'mmmap'     | t.jsonl:2: op=mmmap is unknown
            'proc':0        | 'proc':7         | t.jsonl:2: proc=7 does not live
            'slot':1        | 'slot':4         | t.jsonl:2: slot=4 must be a whole number from 0 to 3
            'n':2           | 'n':4            | t.jsonl:2: n=4 must be a whole number from 1 to 3
            'pgoff':0,      | ``               | t.jsonl:2: pgoff=missing must be a whole number
            'prot':'rw'     | 'prot':'rx'      | t.jsonl:2: prot=rx must be rw, r or none
            'rc':0          | 'rc':-1          | t.jsonl:2: rc=-1 without the name of its errno
            [2,1]]          | [2,1],[2,1]]     | t.jsonl:2: pages must have a pair [refcount, mapcount]
            'ok':true}      | 'ok':tr          | t.jsonl:2: not a JSON object, or cut off
            'ok':true}      | 'ok':true} x     | t.jsonl:2: not a JSON object, or cut off
            {'i':1          | [{'i':1          | t.jsonl:2: not a JSON object, or cut off
            """)
    void aMistakeIsToldInOneLine(String right, String wrong, String complaint) {
        String text = HEADER + MMAP;
        assertThat(text).contains(right);
        assertThatThrownBy(() -> read(text.replace(right, wrong == null ? "" : wrong)))
                .isInstanceOf(GoldenFormatException.class)
                .message()
                .startsWith(complaint)
                .doesNotContain("\n");
    }

    @Test
    void aHeaderAloneIsNoTrace() {
        assertThatThrownBy(() -> read(HEADER)).hasMessageContaining("no operations after the header");
    }
}

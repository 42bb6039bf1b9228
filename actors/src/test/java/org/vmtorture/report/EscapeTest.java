package org.vmtorture.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Words that would mean something where they go, if they were let. */
class EscapeTest {
    @Test
    void markupIsText() {
        assertThat(Escape.html("<b onclick=\"x\">'&amp;'"))
                .isEqualTo("&lt;b onclick=&quot;x&quot;&gt;&#39;&amp;amp;&#39;");
        assertThat(Escape.html("vm-struct, 3 pages")).isEqualTo("vm-struct, 3 pages");
    }

    @Test
    void whatIsNotSeenGoes() {
        assertThat(Escape.html("a\0b\u202ec\033[31m\u0085d\ne")).isEqualTo("abc[31md e");
        assertThat(Escape.htmlLines("a <\r\n\tb\u202e\n")).isEqualTo("a &lt;\n b");
    }

    @Test
    void jsonEndsNoScriptAndNoLine() throws JsonProcessingException {
        String hostile = "</script><!--&\u2028\u2029\n\"";
        String json = Escape.json(TextNode.valueOf(hostile));
        assertThat(json)
                .isEqualTo("\"\\u003c/script\\u003e\\u003c!--\\u0026\\u2028\\u2029\\n\\\"\"")
                .doesNotContain("\n");
        assertThat(new ObjectMapper().readTree(json).asText()).isEqualTo(hostile);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            today       | today
            =1+1        | '=1+1
            +1          | '+1
            -1          | '-1
            @SUM(A1)    | '@SUM(A1)
            a,b         | "a,b"
            =a,"b"      | "'=a,""b""\"
            a=b         | a=b
            """)
    void aCellIsNoFormula(String word, String cell) {
        assertThat(Escape.csv(word)).isEqualTo(cell);
    }

    @Test
    void aCellThatHidesItsSignIsNoneEither() {
        assertThat(Escape.csv("\t=1+1")).isEqualTo("'=1+1");
        assertThat(Escape.csv("\u202e=1\n2")).isEqualTo("'=1 2");
    }
}

package org.vmtorture.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class JsonTextTest {
    /** The mapper is the oracle. */
    @Test
    void itIsWhatAMapperWrites() throws Exception {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("words", "a \"quoted\" \\ line\n\u2028 of \u00fc and \ud83d\ude00 </script>");
        tree.put("int", 7).put("long", Long.MIN_VALUE).put("double", 0.1).put("float", 1.5f);
        tree.put("large", BigInteger.TWO.pow(80)).put("exact", new BigDecimal("1.10"));
        tree.put("not", Double.NaN).put("yes", true).putNull("nothing");
        tree.putObject("empty");
        tree.putArray("none");
        tree.putArray("some").add(1).add("two").addObject().put("three", 3);
        var mapper = new ObjectMapper();
        assertThat(JsonText.oneLine(tree)).isEqualTo(mapper.writeValueAsString(tree));
        mapper.enable(SerializationFeature.INDENT_OUTPUT);
        assertThat(JsonText.indented(tree)).isEqualTo(mapper.writeValueAsString(tree));
    }
}

package org.vmtorture.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vmtorture.page.Pages;
import org.vmtorture.report.Text;

/** One small measurement of two strategies, in all forms in which it is told. */
class DecisionTableTest {
    private final ObjectNode table = MeasuredTable.measured();

    @Test
    void aRaceIsPreventedByACountAndPossibleWithoutOne() {
        assertThat(race(0)).isEqualTo("possible");
        assertThat(race(1)).isEqualTo("prevented");
    }

    private String race(int strategy) {
        return table.path("strategies")
                .path(strategy)
                .path("races")
                .path("cve-2024-0582")
                .asText();
    }

    private static JsonSchema schema() throws IOException {
        String text = Files.readString(Path.of("..", "docs", "compare.schema.json"));
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(text);
    }

    @Test
    void theJsonIsAsTheSchemaSays() throws IOException {
        assertThat(schema().validate(new ObjectMapper().readTree(table.toString())))
                .isEmpty();
    }

    @Test
    void theSchemaRefusesWhatIsNoTable() throws IOException {
        ObjectNode wrong = table.deepCopy();
        ((ObjectNode) wrong.path("strategies").get(0)).remove("retention");
        wrong.put("schema", "vmtorture.compare/2");
        assertThat(schema().validate(wrong)).hasSize(2);
    }

    @Test
    void theTextFitsATerminal() {
        List<String> lines = TableText.of(table);
        assertThat(lines).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(Text.COLUMNS));
        assertThat(lines).anySatisfy(line -> assertThat(line).startsWith("  vm-struct "));
    }

    @Test
    void thePageStandsAlone() {
        String page = TablePage.of(table);
        Pages.assertSelfContained(page);
        Pages.assertEveryPlotHasATable(page);
        assertThat(page).contains("Not covered", "refused");
    }
}

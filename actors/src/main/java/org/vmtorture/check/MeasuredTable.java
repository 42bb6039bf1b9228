package org.vmtorture.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What kernels showed, by column and step: {@code measured/table.json} and {@code measured/outcomes.json}. */
final class MeasuredTable {

    private MeasuredTable() {}

    /** Counts of all pages as one text, by step, by column; in the order of the file. */
    static Map<String, Map<String, String>> counts() {
        return read("/measured/table.json");
    }

    /** What system calls returned, and VMA flags, by event, by column. */
    static Map<String, Map<String, String>> outcomes() {
        return read("/measured/outcomes.json");
    }

    private static Map<String, Map<String, String>> read(String resource) {
        try (InputStream in = MeasuredTable.class.getResourceAsStream(resource)) {
            Map<String, Map<String, String>> columns = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> column :
                    new ObjectMapper().readTree(in).properties()) {
                Map<String, String> steps = new LinkedHashMap<>();
                column.getValue()
                        .properties()
                        .forEach(
                                step -> steps.put(step.getKey(), step.getValue().asText()));
                columns.put(column.getKey(), steps);
            }
            return columns;
        } catch (IOException broken) {
            throw new UncheckedIOException(resource, broken);
        }
    }
}

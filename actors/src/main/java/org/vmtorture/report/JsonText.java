package org.vmtorture.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * The text of a JSON tree, as an {@code ObjectMapper} writes it. Without one: to make it takes longer than to find a
 * small race, for it gets ready for all classes that a program may have.
 */
final class JsonText {
    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonText() {}

    static String oneLine(JsonNode tree) {
        return text(tree, null);
    }

    static String indented(JsonNode tree) {
        return text(tree, new DefaultPrettyPrinter());
    }

    private static String text(JsonNode tree, PrettyPrinter printer) {
        var text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(text)) {
            generator.setPrettyPrinter(printer);
            write(tree, generator);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible); // it goes to a string
        }
        return text.toString();
    }

    private static void write(JsonNode node, JsonGenerator to) throws IOException {
        switch (node.getNodeType()) {
            case OBJECT -> {
                to.writeStartObject();
                for (Map.Entry<String, JsonNode> field : node.properties()) {
                    to.writeFieldName(field.getKey());
                    write(field.getValue(), to);
                }
                to.writeEndObject();
            }
            case ARRAY -> {
                to.writeStartArray();
                for (JsonNode element : node) {
                    write(element, to);
                }
                to.writeEndArray();
            }
            case STRING -> to.writeString(node.textValue());
            case NUMBER -> writeNumber(node, to);
            case BOOLEAN -> to.writeBoolean(node.booleanValue());
            case NULL -> to.writeNull();
            case BINARY, MISSING, POJO -> throw new IllegalArgumentException("no JSON: " + node.getNodeType());
        }
    }

    private static void writeNumber(JsonNode node, JsonGenerator to) throws IOException {
        switch (node.numberType()) {
            case INT, LONG -> to.writeNumber(node.longValue());
            case BIG_INTEGER -> to.writeNumber(node.bigIntegerValue());
            case FLOAT -> to.writeNumber(node.floatValue());
            case DOUBLE -> to.writeNumber(node.doubleValue());
            case BIG_DECIMAL -> to.writeNumber(node.decimalValue());
        }
    }
}

package org.vmtorture.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A folder of shipped files, with an index of their names. */
record Shelf(String folder) {
    List<String> names() {
        return resource("index").lines().toList();
    }

    /** What messages call a file. */
    String file(String name) {
        return name + ".conf";
    }

    String text(String name) {
        return resource(file(name));
    }

    private String resource(String resource) {
        try (InputStream in = Shelf.class.getResourceAsStream(folder + resource)) {
            if (in == null) {
                throw new IllegalStateException("not shipped: " + folder + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

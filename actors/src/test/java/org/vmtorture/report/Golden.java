package org.vmtorture.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Texts that are resources: a change of what people read is seen in a diff. */
final class Golden {
    private Golden() {}

    static void assertSame(String actual, String resource) throws IOException {
        try (InputStream in = Golden.class.getResourceAsStream("/reports/" + resource)) {
            assertThat(in).as(resource).isNotNull();
            assertThat(actual).isEqualTo(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}

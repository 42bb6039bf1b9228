package org.vmtorture.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.vmtorture.oracle.FindingKind;
import org.vmtorture.survey.Exploration;

/** docs/GLOSSARY.md explains every word that a reader of the output meets and could not guess. */
class GlossaryTest {
    private static final Pattern TERM = Pattern.compile("\\*\\*([^*]+)\\*\\*");

    /** Of live lines, tables and pages, which have no constants. */
    private static final List<String> WORDS = List.of(
            "careful",
            "careless",
            "ops",
            "find",
            "windows",
            "sit",
            "retained",
            "audit",
            "stuck",
            "leg",
            "profile",
            "alive",
            "exec",
            "distinct",
            "redundant",
            "depth",
            "canary",
            "expected",
            "minimised",
            "supported",
            "refused",
            "lost",
            "prevented",
            "possible",
            "not tried",
            "not run",
            "retries",
            "waits",
            "backlog",
            "mailbox",
            "steps to free",
            "situation",
            "golden",
            "reproduced");

    private static Set<String> explained() throws IOException {
        Set<String> terms = new TreeSet<>();
        Matcher term = TERM.matcher(Files.readString(Path.of("..", "docs", "GLOSSARY.md")));
        while (term.find()) {
            terms.addAll(List.of(term.group(1).split(",\\s+")));
        }
        return terms;
    }

    @Test
    void everyKindOutcomeAndWordIsExplained() throws IOException {
        List<String> used = new ArrayList<>(WORDS);
        Stream.of(FindingKind.values()).map(FindingKind::id).forEach(used::add);
        Stream.of(Exploration.Outcome.values()).map(Exploration.Outcome::text).forEach(used::add);
        Stream.of(LegResult.Verdict.values()).map(LegResult.Verdict::text).forEach(used::add);
        assertThat(explained()).containsAll(used);
    }
}

package org.vmtorture.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.vmtorture.oracle.Defect;

/** The model does what real kernels were measured to do; and the check sees a model that does not. */
class ModelCheckTest {
    @Test
    void everythingMeasuredIsMatched() {
        ModelCheck.Result result = ModelCheck.run(Defect.NONE);
        assertThat(result.difference().map(Difference::lines)).isEmpty();
        assertThat(result.parts())
                .extracting(ModelCheck.Part::toString)
                .containsExactly(
                        "golden 6/6 ok, 2100 operations", "steps 27/27 ok, 3472 cells", "callers 1/1 ok, 57 cells");
        assertThat(result.leftOut().keySet())
                .containsExactlyInAnyOrder("6.18/packet_priv", "6.1/packet_priv", "6.18/uring_sq", "6.1/uring_sq");
    }

    /** The lines are the first of the first trace that fork a mapping, move one, and zap more than one page. */
    @ParameterizedTest
    @CsvSource({
        "FORK_WITHOUT_GET, 6.18-bpf-seed1.jsonl:3, op=fork",
        "MREMAP_GETS_AGAIN, 6.18-bpf-seed1.jsonl:44, op=mremap",
        "ZAP_WITHOUT_PUT, 6.18-bpf-seed1.jsonl:9, op=exit"
    })
    void aWrongModelDiffersWhereItShould(Defect defect, String where, String what) {
        ModelCheck.Result result = ModelCheck.run(defect);
        assertThat(result.passed()).isFalse();
        Difference difference = result.difference().orElseThrow();
        assertThat(difference.where()).isEqualTo(where);
        assertThat(difference.what()).startsWith(what);
        assertThat(difference.expected()).isNotEqualTo(difference.actual());
        assertThat(difference.lines()).anyMatch(line -> line.contains("^"));
    }

    static List<Provider> providers() {
        return Provider.all();
    }

    static List<FreeTable.Owner> owners() {
        return FreeTable.Owner.all();
    }

    /** The control for owners that free while mapped. */
    @ParameterizedTest
    @MethodSource("owners")
    void everyStepOfAnOwnerIsLookedAt(FreeTable.Owner owner) {
        Map<String, String> counts = MeasuredTable.counts().get(owner.column());
        for (String step : counts.keySet()) {
            Map<String, String> changed = new LinkedHashMap<>(counts);
            changed.put(step, counts.get(step).replaceFirst("\\S+$", "77/7"));
            assertThat(FreeTable.run(owner, changed, Defect.NONE).difference())
                    .as(step)
                    .hasValueSatisfying(
                            difference -> assertThat(difference.where()).endsWith(step));
        }
    }

    /** The control: a step whose last cell is another is noticed, in every column. */
    @ParameterizedTest
    @MethodSource("providers")
    void everyStepOfAColumnIsLookedAt(Provider provider) {
        Map<String, String> counts = MeasuredTable.counts().get(provider.column());
        for (String step : counts.keySet()) {
            if (!counts.get(step).equals("-")) {
                Map<String, String> changed = new LinkedHashMap<>(counts);
                changed.put(step, counts.get(step).replaceFirst("\\S+$", "77/7"));
                assertThat(StepTable.run(provider, changed, Map.of(), Defect.NONE)
                                .difference())
                        .as(step)
                        .hasValueSatisfying(
                                difference -> assertThat(difference.where()).endsWith(step));
            }
        }
    }

    @Test
    void everyOutcomeIsLookedAt() {
        List<String> missed = new ArrayList<>();
        for (Provider provider : Provider.all()) {
            Map<String, String> counts = MeasuredTable.counts().get(provider.column());
            Map<String, String> outcomes = MeasuredTable.outcomes().getOrDefault(provider.column(), Map.of());
            for (String event : outcomes.keySet()) {
                Map<String, String> changed = new LinkedHashMap<>(outcomes);
                changed.put(event, "something else");
                boolean seen = StepTable.run(provider, counts, changed, Defect.NONE)
                        .difference()
                        .filter(difference -> difference.where().endsWith(event))
                        .isPresent();
                if (!seen) {
                    missed.add(provider.column() + " " + event);
                }
            }
        }
        assertThat(missed).isEmpty();
    }

    @Test
    void aStepThatTheKernelRefusedAndTheModelDoesIsADifference() {
        Provider packet = Provider.all().stream()
                .filter(provider -> provider.column().equals("6.18/packet"))
                .findFirst()
                .orElseThrow();
        Map<String, String> counts = new LinkedHashMap<>(MeasuredTable.counts().get(packet.column()));
        counts.remove("04a mremap: grown VMA, then shrunk back");
        assertThat(StepTable.run(packet, counts, Map.of(), Defect.NONE).difference())
                .hasValueSatisfying(difference -> assertThat(difference.what()).contains("the kernel refused"));
    }

    @Test
    void aBriefCheckSeesAWrongModelToo() {
        assertThat(ModelCheck.brief(Defect.NONE).passed()).isTrue();
        assertThat(ModelCheck.brief(Defect.ZAP_WITHOUT_PUT).passed()).isFalse();
    }

    @Test
    void aFileThatIsNoneIsTold() {
        assertThatThrownBy(() -> ModelCheck.run(Path.of("/nowhere.jsonl"), "nowhere.jsonl", Defect.NONE))
                .isInstanceOf(GoldenFormatException.class)
                .hasMessage("nowhere.jsonl: cannot be read: NoSuchFileException");
    }
}

package org.vmtorture.op;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vmtorture.oracle.Defect;
import org.vmtorture.oracle.FindingKind;

class OracleProofsTest {
    static List<OracleProofs.Proof> proofs() {
        return OracleProofs.all();
    }

    @ParameterizedTest
    @MethodSource("proofs")
    void theDefectIsFound(OracleProofs.Proof proof) {
        assertThat(proof.run(proof.defect())).contains(proof.kind());
    }

    @ParameterizedTest
    @MethodSource("proofs")
    void theSameScriptWithoutTheDefectIsClean(OracleProofs.Proof proof) {
        assertThat(proof.run(Defect.NONE)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("proofs")
    void aProofFindsTheSameEachTime(OracleProofs.Proof proof) {
        assertThat(proof.run(proof.defect())).isEqualTo(proof.run(proof.defect()));
        assertThat(proof.holds()).isTrue();
    }

    @Test
    void eachDefectThatASoakShowsHasAProof() {
        assertThat(proofs())
                .extracting(OracleProofs.Proof::defect)
                .containsExactlyElementsOf(Arrays.stream(Defect.values())
                        .filter(defect -> defect != Defect.NONE && defect.soaks())
                        .toList())
                .hasSizeGreaterThan(20);
    }

    @Test
    void theProofsCoverEveryOracleOfARunningMachine() {
        var explorersOwn = EnumSet.of(FindingKind.DATA_RACE, FindingKind.DEADLOCK);
        assertThat(proofs().stream().map(OracleProofs.Proof::kind).collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(EnumSet.complementOf(explorersOwn));
    }
}

package org.vmtorture.survey;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.vmtorture.explore.Minimiser;
import org.vmtorture.explore.Trace;
import org.vmtorture.explore.Violation;
import org.vmtorture.oracle.FindingKind;
import org.vmtorture.oracle.Title;

/**
 * A finding of an exploration, minimised.
 *
 * @param pair what was explored
 * @param minimal what is left of the scenario, and the execution
 * @param search how it was found, in words
 * @param races whether it takes race detection to see it
 * @param expected whether the scenario expects it of the strategy
 */
public record Found(Pair pair, Minimiser.Result minimal, String search, boolean races, boolean expected) {
    public Violation violation() {
        return minimal.violation();
    }

    public FindingKind kind() {
        return violation().violated().kind();
    }

    public String title() {
        return Title.of(violation().violated());
    }

    public Trace trace() {
        return Trace.of(minimal.scenario().on(pair.strategy()), violation());
    }

    /** First 12 hex digits of the SHA-256 of title, scenario, strategy and defect. */
    public String id() {
        String text = title()
                + '\n'
                + pair.scenario().name()
                + '\n'
                + pair.strategy().id()
                + '\n'
                + pair.scenario().defect().id();
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}

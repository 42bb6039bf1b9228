package org.vmtorture.compare;

import java.util.Map;
import java.util.Optional;
import org.vmtorture.strategy.StrategyId;

/** Where the races of the catalogue come into the table. */
@FunctionalInterface
public interface Races {
    /** Of a run that tried no race of the catalogue. */
    Races NOT_TRIED = strategy -> Optional.empty();

    /** What a strategy does to a race. */
    enum Verdict {
        PREVENTED,
        POSSIBLE,
        NOT_APPLICABLE
    }

    /** By race; nothing if none was tried. */
    Optional<Map<String, Verdict>> under(StrategyId strategy);
}

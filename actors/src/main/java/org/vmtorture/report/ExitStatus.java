package org.vmtorture.report;

import java.util.Collection;

/** How the process ends, the most telling first: of several that apply, the first is reported. */
public enum ExitStatus {
    TESTER_FAILED(70, "the tester itself failed"),
    FINDINGS(1, "findings"),
    NO_RESOURCES(3, "no resources"),
    INCONCLUSIVE(2, "inconclusive; unknown is not pass"),
    INTERRUPTED(130, "stopped by SIGINT, nothing found"),
    TERMINATED(143, "stopped by SIGTERM, nothing found"),
    CLEAN(0, "nothing found, and the oracles were proved alive"),
    /** Of a replay, which has no other. */
    NOT_REPRODUCED(5, "the finding did not show again"),
    /** Never beside another: what is asked wrongly does not run. */
    USAGE(64, "the command line or an input file is wrong");

    private final int code;
    private final String meaning;

    ExitStatus(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    public int code() {
        return code;
    }

    public String meaning() {
        return meaning;
    }

    /** The one that is reported; {@link #CLEAN} if nothing applies. */
    static ExitStatus first(Collection<ExitStatus> statuses) {
        return statuses.stream().min(ExitStatus::compareTo).orElse(CLEAN);
    }
}

package org.vmtorture.cli;

import org.vmtorture.report.ExitStatus;

/** What the user must mend. The message is one line: what, where, and what would be right. */
final class Complaint extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ExitStatus status;

    Complaint(String what) {
        this(ExitStatus.USAGE, what);
    }

    Complaint(ExitStatus status, String what) {
        super(what);
        this.status = status;
    }

    ExitStatus status() {
        return status;
    }
}

package org.vmtorture.page;

/** A directory holds no run that can be told of. The message is one line: where, and what is wrong. */
public final class NoRunException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Says what is wrong, and what would be right. */
    public NoRunException(String what) {
        super(what);
    }
}

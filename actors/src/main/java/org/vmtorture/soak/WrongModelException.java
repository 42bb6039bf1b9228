package org.vmtorture.soak;

import org.vmtorture.check.ModelCheck;

/** The model does not do what real kernels were measured to do: what a soak would show of it means nothing. */
public final class WrongModelException extends RuntimeException {
    private static final long serialVersionUID = 1;

    WrongModelException(ModelCheck.Result result) {
        super("the model does not do what a real kernel did; vmtorture check tells more. First difference at "
                + String.join("; ", result.difference().orElseThrow().lines().subList(0, 3)));
    }
}

package org.vmtorture.cli;

import org.vmtorture.soak.SoakListener;
import org.vmtorture.soak.SoakOptions;
import org.vmtorture.soak.SoakPast;
import org.vmtorture.soak.SoakResult;

/** A soak as the command line sees it; tests have one that takes no time. */
interface Torture {
    SoakResult run();

    void interrupt();

    /** Where soaks come from. */
    interface Source {
        Torture of(SoakOptions options, SoakPast past, SoakListener listener);
    }
}

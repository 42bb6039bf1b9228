package org.vmtorture.soak;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** Waiting until all CPUs have answered the auditor. */
@Name("org.vmtorture.Quiesce")
@Label("Quiesce phase")
@Category("vmtorture")
@Description("Waiting until all CPUs have answered the auditor.")
@StackTrace(false)
final class QuiesceEvent extends Event {
    @Label("Phase")
    @Description("quiescing, settling or draining")
    String phase;

    @Label("CPUs")
    int cpus;
}

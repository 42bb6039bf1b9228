package org.vmtorture.soak;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** One operation of a CPU, of one in 64 that are timed. */
@Name("org.vmtorture.Operation")
@Label("Operation")
@Category("vmtorture")
@Description("One operation of a CPU, of one in 64 that are timed.")
@StackTrace(false)
final class OperationEvent extends Event {
    @Label("Kernel function")
    String name;

    @Label("CPU")
    int cpu;

    @Label("Operations recorded")
    @Description("The operation itself and its parts; accesses in a row are timed as one")
    long parts;
}

package org.vmtorture.soak;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** The first violation of its title in this soak. */
@Name("org.vmtorture.Finding")
@Label("Finding")
@Category("vmtorture")
@Description("The first violation of its title in this soak.")
@StackTrace(false)
final class FindingEvent extends Event {
    @Label("Finding")
    String id;

    @Label("Title")
    String title;

    @Label("Strategy")
    String strategy;

    @Label("Drivers")
    String drivers;

    @Label("Actor")
    String actor;
}

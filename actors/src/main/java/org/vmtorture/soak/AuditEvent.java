package org.vmtorture.soak;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** All counts are checked while every CPU stands still. */
@Name("org.vmtorture.Audit")
@Label("Audit")
@Category("vmtorture")
@Description("All counts are checked while every CPU stands still.")
@StackTrace(false)
final class AuditEvent extends Event {
    @Label("Live pages")
    long livePages;

    @Label("Retained pages")
    long retainedPages;
}

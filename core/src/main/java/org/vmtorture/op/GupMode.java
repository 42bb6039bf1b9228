package org.vmtorture.op;

/** Whether GUP works on driver pages: upstream has not decided, so it is a switch. */
public enum GupMode {
    /** GUP refuses, as for special PTEs. */
    REFUSE,
    /**
     * GUP-fast takes its reference, sees a page without mapping, drops it and leaves the page to GUP-slow: today's
     * usual way.
     */
    SLOW,
    /** GUP-fast may keep the page. */
    FAST
}

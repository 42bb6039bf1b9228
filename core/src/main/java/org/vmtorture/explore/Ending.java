package org.vmtorture.explore;

/** How one execution ended. */
enum Ending {
    /** All actors are done, and the state at rest was looked at. */
    COMPLETE,
    /** An oracle found something, or nobody can go on. */
    VIOLATED,
    /** The search saw no use in going on: what would follow was seen elsewhere. */
    ABANDONED,
    /** More steps than one execution may have. */
    TOO_LONG
}

/**
 * The soak: Pekko actors as drivers, user processes, GUP callers, walkers and workers, each a CPU of its own with a
 * thread of its own, over one machine on real memory.
 */
package org.vmtorture.soak;

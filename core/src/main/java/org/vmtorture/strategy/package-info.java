/** The ways to keep a vmalloc page alive while it is mapped or pinned: today's, and those of the linux-mm thread. */
package org.vmtorture.strategy;

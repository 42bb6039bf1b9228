/**
 * The seam: every word on which two CPUs can race, every lock and every frame content is reached through
 * {@link org.vmtorture.memory.SharedMemory}, so that hardware, noise, counting and a scheduler run the same code.
 */
package org.vmtorture.memory;

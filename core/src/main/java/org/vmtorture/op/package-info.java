/** The kernel's paths, each in the micro-step order of the kernel function that it is named after. */
package org.vmtorture.op;

/**
 * The model against real kernels: recorded operations and measured reference counts are performed on the model through
 * its kernel paths, and every number and every errno must be the same.
 */
package org.vmtorture.check;

/** Explores programs. */
package org.vmtorture.explore;

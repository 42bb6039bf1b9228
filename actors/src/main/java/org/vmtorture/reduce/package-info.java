/** From what a soak recorded to the shortest execution that shows the same: scenarios are drawn up and explored. */
package org.vmtorture.reduce;

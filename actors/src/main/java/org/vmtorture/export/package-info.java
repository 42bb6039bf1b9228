/** A finding as a file for somebody who has no vmtorture: a test, a stress test, a page for a mail. */
package org.vmtorture.export;

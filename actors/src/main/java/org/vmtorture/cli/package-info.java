/** The command line: what may be asked, what is wrong with what was asked, and the process's exit status. */
package org.vmtorture.cli;

/** What a person or a program reads of a soak: live lines, findings, tables, and the run directory. */
package org.vmtorture.report;

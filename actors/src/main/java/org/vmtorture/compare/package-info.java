/** The decision table: what each strategy prevents, costs and keeps, measured on the same machine in one run. */
package org.vmtorture.compare;

/** jcstress has no parameters: here one body becomes a test for each strategy. */
package org.vmtorture.cases;

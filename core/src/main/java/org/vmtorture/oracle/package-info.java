/** Oracles: they read the truth and say when a lifetime rule was broken. What strategies count is no evidence here. */
package org.vmtorture.oracle;

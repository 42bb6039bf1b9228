/** Pages that open from disk: one file each, no network, no script; plots are drawn here, and have their numbers. */
package org.vmtorture.page;

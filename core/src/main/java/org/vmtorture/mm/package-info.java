/**
 * The memory subsystem's state as flat rows: frames, vmalloc areas, address spaces, TLBs. Ids are ints; nothing here
 * is a Java object per page, for the garbage collector would hide the use-after-free that the tester hunts.
 */
package org.vmtorture.mm;

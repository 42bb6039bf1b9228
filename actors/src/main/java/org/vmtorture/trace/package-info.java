/**
 * Reads a strace log and tells what its processes did to memory that the kernel owns: which areas they mapped,
 * inherited by fork, unmapped and closed.
 *
 * <p>{@link org.vmtorture.trace.StraceReader} is the way in. Lines go through a lexer ({@code LineLexer}, then
 * {@code Call} for those that matter) into a {@code Machine}, which keeps tasks, address spaces and descriptor tables
 * as the kernel would have, and writes {@link org.vmtorture.trace.TraceEvent}s to a {@code Journal}.
 */
package org.vmtorture.trace;

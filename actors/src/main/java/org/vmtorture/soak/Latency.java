package org.vmtorture.soak;

/**
 * How long operations of one kind took, of those that were timed.
 *
 * @param samples operations timed
 * @param p50 nanoseconds that half of them took at most
 * @param p99 nanoseconds that 99 in a hundred took at most
 * @param p999 nanoseconds that 999 in a thousand took at most
 * @param max nanoseconds that the longest took
 */
public record Latency(long samples, long p50, long p99, long p999, long max) {}

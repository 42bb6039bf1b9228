package org.vmtorture.soak;

/**
 * refcount - 1 - mapcount of live pages: how many references beyond its owner's and its PTEs' a page had when it was
 * looked at.
 *
 * @param negative samples below 0: a count too low
 * @param zero nobody beside owner and PTEs
 * @param three from 3 on, as long as it is no pin
 * @param pins from 63 on: a FOLL_PIN counts 1024
 * @param rest areas looked at while everybody stood still, pins taken off
 * @param restNonzero of these, areas with a page that was not exactly 0
 */
public record CountHistogram(
        long negative, long zero, long one, long two, long three, long pins, long rest, long restNonzero) {
    /** Nothing was sampled. */
    public static final CountHistogram NONE = new CountHistogram(0, 0, 0, 0, 0, 0, 0, 0);

    public CountHistogram plus(CountHistogram other) {
        return new CountHistogram(
                negative + other.negative,
                zero + other.zero,
                one + other.one,
                two + other.two,
                three + other.three,
                pins + other.pins,
                rest + other.rest,
                restNonzero + other.restNonzero);
    }

    public long samples() {
        return negative + zero + one + two + three + pins;
    }
}

package org.vmtorture.compare;

import java.util.List;

/**
 * What several rounds of one measurement said.
 *
 * @param median of the rounds
 * @param least of the rounds
 * @param most of the rounds
 */
record Spread(double median, double least, double most) {
    static Spread of(List<Double> rounds) {
        double[] sorted =
                rounds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return new Spread(sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1]);
    }
}

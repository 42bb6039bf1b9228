package org.vmtorture.page;

import java.util.Arrays;

/** The line that a few wild points do not move: the median of the slopes between all pairs of points. */
record TheilSen(double slope, double intercept) {
    static TheilSen of(double[] x, double[] y) {
        double[] slopes = new double[x.length * (x.length - 1) / 2];
        int count = 0;
        for (int i = 0; i < x.length; i++) {
            for (int j = i + 1; j < x.length; j++) {
                if (x[j] != x[i]) {
                    slopes[count++] = (y[j] - y[i]) / (x[j] - x[i]);
                }
            }
        }
        double slope = median(Arrays.copyOf(slopes, count));
        double[] rests = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            rests[i] = y[i] - slope * x[i];
        }
        return new TheilSen(slope, median(rests));
    }

    double at(double x) {
        return intercept + slope * x;
    }

    private static double median(double[] values) {
        if (values.length == 0) {
            return 0;
        }
        Arrays.sort(values);
        int half = values.length / 2;
        return values.length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
    }
}

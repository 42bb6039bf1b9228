package org.vmtorture.reduce;

import org.vmtorture.mm.FlightRecorder;

/**
 * What one CPU's flight recorder held.
 *
 * @param first the number of the first record
 * @param records the oldest first, 0 where the ring has moved on
 * @param details what each operation met, beside it
 */
public record Tape(int cpu, long first, long[] records, long[] details) {
    /** A copy of all that a recorder holds now; its CPU may go on meanwhile. */
    public static Tape of(int cpu, FlightRecorder recorder) {
        long end = recorder.operations();
        long first = Math.max(0, end - FlightRecorder.RECORDS);
        var records = new long[(int) (end - first)];
        var details = new long[records.length];
        for (int i = 0; i < records.length; i++) {
            details[i] = recorder.detailOf(first + i);
            records[i] = recorder.at(first + i);
        }
        return new Tape(cpu, first, records, details);
    }
}

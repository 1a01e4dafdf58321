package org.comity.bench;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * What one process counted since it began.
 *
 * @param cpuNanos CPU time of the process
 * @param compilerNanos part of it that the just-in-time compiler took
 * @param commits durable commits
 * @param commitNanos time spent in them
 * @param parcels parcels sent
 * @param parcelBytes bytes of these
 * @param answerBytes bytes of their answers
 */
record Counters(
        long cpuNanos,
        long compilerNanos,
        long commits,
        long commitNanos,
        long parcels,
        long parcelBytes,
        long answerBytes) {

    static final Counters ZERO = new Counters(0, 0, 0, 0, 0, 0, 0);
    private static final int FIELDS = 7;

    /** What was counted since an earlier moment. */
    Counters since(Counters earlier) {
        return new Counters(
                cpuNanos - earlier.cpuNanos,
                Math.max(0, compilerNanos - earlier.compilerNanos),
                commits - earlier.commits,
                commitNanos - earlier.commitNanos,
                parcels - earlier.parcels,
                parcelBytes - earlier.parcelBytes,
                answerBytes - earlier.answerBytes);
    }

    /** One line of numbers, as a process tells them to another. */
    String line() {
        return LongStream.of(cpuNanos, compilerNanos, commits, commitNanos, parcels, parcelBytes, answerBytes)
                .mapToObj(Long::toString)
                .collect(Collectors.joining(" "));
    }

    static Counters parse(String line) {
        long[] n = Arrays.stream(line.split(" ", -1)).mapToLong(Long::parseLong).toArray();
        if (n.length != FIELDS) {
            throw new IllegalArgumentException("counters have " + n.length + " numbers, legal is " + FIELDS);
        }
        return new Counters(n[0], n[1], n[2], n[3], n[4], n[5], n[6]);
    }
}

package org.comity.node.cbor;

/** The seeds of a property test: thirty fixed ones, or the one given with {@code -Dseed=} to replay a failure. */
final class Seeds {
    private Seeds() {}

    static long[] all() {
        Long replay = Long.getLong("seed");
        if (replay != null) {
            return new long[] {replay};
        }
        return java.util.stream.LongStream.rangeClosed(1, 30).toArray();
    }
}

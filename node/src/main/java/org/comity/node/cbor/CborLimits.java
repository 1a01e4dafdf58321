package org.comity.node.cbor;

/**
 * How much a {@link CborReader} accepts.
 *
 * @param maxBytes the longest input in bytes, from 1
 * @param maxDepth the deepest nesting of arrays and maps, 1 to 16
 */
public record CborLimits(int maxBytes, int maxDepth) {
    /** The deepest nesting that this protocol ever uses. */
    public static final int MAX_DEPTH = 16;

    /** One record of the log: 1 MiB, depth 16. */
    public static final CborLimits RECORD = new CborLimits(1 << 20, MAX_DEPTH);

    /** One parcel between nodes: 8 MiB, depth 16. */
    public static final CborLimits PARCEL = new CborLimits(8 << 20, MAX_DEPTH);

    public CborLimits {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes is " + maxBytes + ", must be at least 1");
        }
        if (maxDepth < 1 || maxDepth > MAX_DEPTH) {
            throw new IllegalArgumentException("maxDepth is " + maxDepth + ", must be 1 to " + MAX_DEPTH);
        }
    }
}

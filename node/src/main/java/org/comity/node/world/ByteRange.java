package org.comity.node.world;

/**
 * Bytes {@code first} to {@code last}, both included (RFC 9110, section 14.1.2).
 *
 * @param first offset of the first byte, from 0
 * @param last offset of the last byte, not below {@code first}
 */
public record ByteRange(long first, long last) {

    public ByteRange {
        if (first < 0 || last < first) {
            throw new IllegalArgumentException("byte range " + first + "-" + last + " is empty or negative");
        }
    }

    public long length() {
        return last - first + 1;
    }
}

package org.comity.node.store;

/**
 * Room on the disk that holds the store.
 *
 * @param freeBytes what this process may still write
 * @param totalBytes what the disk holds in all
 */
public record Space(long freeBytes, long totalBytes) {

    /** A disk that never fills: a store in memory. */
    public static final Space ENDLESS = new Space(Long.MAX_VALUE, Long.MAX_VALUE);

    public Space {
        if (freeBytes < 0 || totalBytes < 0) {
            throw new IllegalArgumentException(
                    "space of " + freeBytes + " free of " + totalBytes + " bytes; neither is negative");
        }
    }
}

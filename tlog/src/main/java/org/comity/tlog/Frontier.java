package org.comity.tlog;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The right edge of a tree: all one needs to append leaves and to know the root.
 *
 * <p>A tree of {@code n} leaves splits from the left into complete subtrees whose sizes are the one bits of {@code n},
 * largest first. Their roots are the peaks. Appending a leaf works like adding one to a binary counter: each trailing one
 * bit of {@code n} merges the last peak with the carry. The root folds the peaks from the right. So {@code n} leaves cost
 * fewer than {@code n} node hashes in all, and at most 63 hashes are kept (2^63-1 leaves).
 *
 * <p>Immutable: an append returns a new value, and a failed commit simply keeps the old one.
 */
public final class Frontier {
    /** The frontier of the tree without leaves. */
    public static final Frontier EMPTY = new Frontier(0, new Hash[0]);

    private static final TileSink NOWHERE = (level, index, hash) -> {};
    private static final int HEIGHT_OF_TILE = 8;

    private final long size;
    private final Hash[] peaks;

    private Frontier(long size, Hash[] owned) {
        this.size = size;
        this.peaks = owned;
    }

    public long size() {
        return size;
    }

    public Frontier append(Hash leafHash) {
        return appendAll(List.of(leafHash), NOWHERE);
    }

    /** Appends leaves in order, with one copy for the whole batch. */
    public Frontier appendAll(List<Hash> leafHashes) {
        return appendAll(leafHashes, NOWHERE);
    }

    /** Appends leaves in order and hands each hash that belongs into a tile to the sink, level 0 included. */
    public Frontier appendAll(List<Hash> leafHashes, TileSink sink) {
        if (leafHashes.size() > Long.MAX_VALUE - size) {
            throw LogException.outOfRange("a tree of " + size + " leaves cannot take " + leafHashes.size() + " more");
        }
        Hash[] stack = Arrays.copyOf(peaks, Long.SIZE);
        int top = peaks.length;
        long count = size;
        for (Hash leaf : leafHashes) {
            Hash carry = leaf;
            int height = 0;
            sink.hash(0, count, carry);
            for (long rest = count; (rest & 1) == 1; rest >>>= 1) {
                carry = Hash.node(stack[--top], carry);
                height++;
                if (height % HEIGHT_OF_TILE == 0) {
                    sink.hash(height / HEIGHT_OF_TILE, count >>> height, carry);
                }
            }
            stack[top++] = carry;
            count++;
        }
        return new Frontier(count, Arrays.copyOf(stack, top));
    }

    public Hash root() {
        if (size == 0) {
            return Hash.EMPTY_ROOT;
        }
        Hash root = peaks[peaks.length - 1];
        for (int i = peaks.length - 2; i >= 0; i--) {
            root = Hash.node(peaks[i], root);
        }
        return root;
    }

    public TreeHead head() {
        return new TreeHead(size, root());
    }

    /** The peaks from left to right, 32 bytes each. The size is not included. */
    public byte[] encode() {
        byte[] bytes = new byte[peaks.length * Hash.BYTES];
        for (int i = 0; i < peaks.length; i++) {
            peaks[i].copyTo(bytes, i * Hash.BYTES);
        }
        return bytes;
    }

    /** Reverses {@link #encode}: needs exactly 32 bytes for each one bit of the size. */
    public static Frontier decode(long size, byte[] bytes) {
        if (size < 0) {
            throw LogException.outOfRange("tree size " + size + " is outside 0 to 2^63-1");
        }
        int expected = Long.bitCount(size) * Hash.BYTES;
        if (bytes.length != expected) {
            throw LogException.malformed(
                    "the frontier of " + size + " leaves has " + expected + " bytes, not " + bytes.length);
        }
        List<Hash> peaks = new ArrayList<>();
        for (int offset = 0; offset < bytes.length; offset += Hash.BYTES) {
            peaks.add(Hash.at(bytes, offset));
        }
        return new Frontier(size, peaks.toArray(Hash[]::new));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Frontier that && size == that.size && Arrays.equals(peaks, that.peaks);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(size) + Arrays.hashCode(peaks);
    }

    @Override
    public String toString() {
        return "Frontier[size=" + size + "]";
    }
}

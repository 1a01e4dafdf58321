package org.comity.node.evidence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.comity.node.evidence.EvidenceException.Fault;
import org.comity.node.world.ByteRange;
import org.comity.tlog.Frontier;
import org.comity.tlog.Hash;

/**
 * The hashes of all pieces of one encrypted file, in order.
 *
 * <p>A piece is 1,048,576 bytes of the file from offset 0, whatever lies inside; the last one is shorter unless the length is a
 * multiple. Its hash is SHA-256(0x00 || piece), and the root over the list is the Merkle tree hash of RFC 9162, section 2.1.1. So
 * a message that names length and root fixes every byte, the number of pieces follows from the length, and each piece can be
 * checked alone before it is written.
 */
public final class PieceList {
    /** Bytes of every piece but the last. */
    public static final int PIECE_BYTES = 1_048_576;

    /** Longest file with a list: 2^40 bytes, whose list has 32 MiB. */
    public static final long MAX_FILE_BYTES = 1L << 40;

    private final long fileLength;
    private final byte[] hashes;

    private PieceList(long fileLength, byte[] owned) {
        this.fileLength = fileLength;
        this.hashes = owned;
    }

    /**
     * Reads a list that is not yet believed: {@link #requireRoot} is the next call.
     *
     * @param encoded the piece hashes, 32 bytes each, without separator; copied
     * @param fileLength announced length of the file, 1 to {@link #MAX_FILE_BYTES}
     * @throws EvidenceException {@link Fault#WRONG_LENGTH} unless the list has exactly the hashes that the length asks for
     */
    public static PieceList decode(byte[] encoded, long fileLength) {
        long expected = encodedLength(fileLength);
        if (encoded.length != expected) {
            throw new EvidenceException(
                    Fault.WRONG_LENGTH,
                    "a piece list of " + encoded.length + " bytes, a file of " + fileLength + " bytes has one of "
                            + expected);
        }
        return new PieceList(fileLength, encoded.clone());
    }

    /**
     * Pieces of a file of this length.
     *
     * @throws EvidenceException {@link Fault#WRONG_LENGTH} outside 1 to {@link #MAX_FILE_BYTES}
     */
    public static int countFor(long fileLength) {
        if (fileLength < 1 || fileLength > MAX_FILE_BYTES) {
            throw new EvidenceException(
                    Fault.WRONG_LENGTH, "a file of " + fileLength + " bytes, legal are 1 to " + MAX_FILE_BYTES);
        }
        return Math.toIntExact((fileLength + PIECE_BYTES - 1) / PIECE_BYTES);
    }

    /** Bytes of the encoded list of a file of this length. */
    public static int encodedLength(long fileLength) {
        return countFor(fileLength) * Hash.BYTES;
    }

    public long fileLength() {
        return fileLength;
    }

    public int count() {
        return hashes.length / Hash.BYTES;
    }

    public Hash piece(int index) {
        requireIndex(index);
        return Hash.of(Arrays.copyOfRange(hashes, index * Hash.BYTES, (index + 1) * Hash.BYTES));
    }

    /** {@link #PIECE_BYTES}, or less for the last piece. */
    public int pieceLength(int index) {
        requireIndex(index);
        return (int) Math.min(PIECE_BYTES, fileLength - (long) index * PIECE_BYTES);
    }

    /** The bytes of {@code count} pieces from {@code first} on. */
    public ByteRange range(int first, int count) {
        requireIndex(first);
        requireIndex(first + count - 1);
        long from = (long) first * PIECE_BYTES;
        return new ByteRange(from, Math.min(fileLength, from + (long) count * PIECE_BYTES) - 1);
    }

    public Hash root() {
        List<Hash> leaves = new ArrayList<>(count());
        for (int i = 0; i < count(); i++) {
            leaves.add(piece(i));
        }
        return Frontier.EMPTY.appendAll(leaves).root();
    }

    /**
     * Compares the list with what an offer says.
     *
     * @throws EvidenceException {@link Fault#WRONG_LIST}
     */
    public void requireRoot(Hash expected) {
        Hash actual = root();
        if (!actual.equals(expected)) {
            throw new EvidenceException(
                    Fault.WRONG_LIST,
                    "the piece list has the root " + actual.hex() + ", announced is " + expected.hex());
        }
    }

    /**
     * Checks whole pieces that lie one behind the other.
     *
     * @param first index of the first piece in {@code bytes}
     * @throws EvidenceException {@link Fault#WRONG_LENGTH} if the bytes end inside a piece, {@link Fault#WRONG_PIECE}
     */
    public void requirePieces(int first, byte[] bytes) {
        int offset = 0;
        for (int index = first; offset < bytes.length; index++) {
            int length = index < count() ? pieceLength(index) : 0;
            if (length == 0 || bytes.length - offset < length) {
                throw new EvidenceException(
                        Fault.WRONG_LENGTH,
                        (bytes.length - offset) + " bytes where piece " + index + " of " + count() + " has " + length);
            }
            if (!PieceTree.leaf(bytes, offset, length).equals(piece(index))) {
                throw new EvidenceException(
                        Fault.WRONG_PIECE, "piece " + index + " of " + count() + " differs from its hash in the list");
            }
            offset += length;
        }
    }

    /** The hashes one behind the other, 32 bytes each. */
    public byte[] encode() {
        return hashes.clone();
    }

    private void requireIndex(int index) {
        if (index < 0 || index >= count()) {
            throw new IllegalArgumentException("piece " + index + " is not one of 0 to " + (count() - 1));
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PieceList that && fileLength == that.fileLength && Arrays.equals(hashes, that.hashes);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(fileLength) + Arrays.hashCode(hashes);
    }

    @Override
    public String toString() {
        return "PieceList[" + fileLength + " bytes, " + count() + " pieces]";
    }
}

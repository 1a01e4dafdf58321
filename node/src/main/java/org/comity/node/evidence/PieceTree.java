package org.comity.node.evidence;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.comity.tlog.Hash;

/**
 * Makes the {@link PieceList} of a file while it streams by. Keeps one running digest and 32 bytes for each mebibyte seen.
 */
public final class PieceTree {
    private static final byte LEAF = 0;

    private final MessageDigest digest = sha256();
    private byte[] hashes = new byte[64 * Hash.BYTES];
    private int pieces;
    private int inPiece;
    private long length;

    public PieceTree() {
        digest.update(LEAF);
    }

    /** Takes the remaining bytes of the buffer as the next ones of the file, and leaves the buffer as it was. */
    public void update(ByteBuffer bytes) {
        ByteBuffer left = bytes.duplicate();
        while (left.hasRemaining()) {
            int now = Math.min(left.remaining(), PieceList.PIECE_BYTES - inPiece);
            digest.update(left.slice(left.position(), now));
            left.position(left.position() + now);
            inPiece += now;
            if (inPiece == PieceList.PIECE_BYTES) {
                closePiece();
            }
        }
        length += bytes.remaining();
    }

    /** Bytes taken so far. */
    public long length() {
        return length;
    }

    /**
     * The list of all bytes taken; the tree takes no more afterwards.
     *
     * @throws EvidenceException {@link EvidenceException.Fault#WRONG_LENGTH} for no byte at all, or for too many
     */
    public PieceList finish() {
        if (inPiece > 0) {
            closePiece();
        }
        return PieceList.decode(Arrays.copyOf(hashes, pieces * Hash.BYTES), length);
    }

    static Hash leaf(byte[] bytes, int offset, int count) {
        MessageDigest digest = sha256();
        digest.update(LEAF);
        digest.update(bytes, offset, count);
        return Hash.of(digest.digest());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private void closePiece() {
        if ((pieces + 1) * Hash.BYTES > hashes.length) {
            hashes = Arrays.copyOf(hashes, hashes.length * 2);
        }
        System.arraycopy(digest.digest(), 0, hashes, pieces * Hash.BYTES, Hash.BYTES);
        pieces++;
        inPiece = 0;
        digest.update(LEAF);
    }
}

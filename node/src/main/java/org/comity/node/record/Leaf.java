package org.comity.node.record;

import java.nio.charset.StandardCharsets;
import org.comity.tlog.Hash;

/**
 * The salted commitment that stands in the log for a record.
 *
 * <p>{@code entry = SHA-256("comity/leaf/v1" LF || salt || SHA-256(record))}. Label, salt and digest have fixed lengths, 79 bytes
 * together, so the commitment is binding and unambiguous; a fresh random salt for every leaf hides the record, also one that
 * could be guessed, once body and salt are destroyed.
 */
public final class Leaf {
    /** Length of a salt in bytes. */
    public static final int SALT_BYTES = 32;

    private static final byte[] LABEL = "comity/leaf/v1\n".getBytes(StandardCharsets.US_ASCII);

    private Leaf() {}

    /**
     * The log entry of a record.
     *
     * @param salt 32 random bytes, used for this leaf alone
     */
    public static Hash entry(byte[] salt, byte[] record) {
        return entry(salt, Hash.sha256(record));
    }

    /** The log entry of a record of which only SHA-256 is at hand. */
    public static Hash entry(byte[] salt, Hash recordDigest) {
        if (salt.length != SALT_BYTES) {
            throw new IllegalArgumentException("salt has " + salt.length + " bytes, must have " + SALT_BYTES);
        }
        return Hash.sha256(LABEL, salt, recordDigest.bytes());
    }
}

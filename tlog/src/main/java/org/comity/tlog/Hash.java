package org.comity.tlog;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A SHA-256 value, and the two domain-separated ways a tree makes one (RFC 9162 section 2.1.1).
 *
 * <p>The digest object is kept per thread: looking one up at the provider costs as much as hashing a node.
 */
public final class Hash {
    /** Length of a hash in bytes. */
    public static final int BYTES = 32;

    /** Root of the tree without leaves: SHA-256 of nothing. */
    public static final Hash EMPTY_ROOT = sha256();

    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private final byte[] value;

    private Hash(byte[] owned) {
        this.value = owned;
    }

    /** Copies 32 bytes. */
    public static Hash of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw LogException.malformed("a SHA-256 hash has 32 bytes, not " + bytes.length);
        }
        return new Hash(bytes.clone());
    }

    /** Copies 32 bytes that start at an offset. */
    static Hash at(byte[] bytes, int offset) {
        return new Hash(Arrays.copyOfRange(bytes, offset, offset + BYTES));
    }

    /** Parses 44 characters of canonical padded base64. */
    public static Hash ofBase64(String text) {
        return Wire.hash(text, "hash");
    }

    /** Parses 64 lowercase hexadecimal digits. */
    public static Hash ofHex(String text) {
        try {
            Hash hash = of(HexFormat.of().parseHex(text));
            if (hash.hex().equals(text)) {
                return hash;
            }
        } catch (IllegalArgumentException e) {
            throw new LogException(LogException.Fault.MALFORMED, "not a hexadecimal hash: " + Wire.show(text), e);
        }
        throw LogException.malformed("a hash is written in lowercase: " + Wire.show(text));
    }

    /** SHA-256 over the concatenation of the parts. Callers see to it that the concatenation is unambiguous. */
    public static Hash sha256(byte[]... parts) {
        MessageDigest digest = Digest.PER_THREAD.get();
        for (byte[] part : parts) {
            digest.update(part);
        }
        return new Hash(digest.digest());
    }

    /** SHA-256 of 0x00 and the entry. */
    public static Hash leaf(byte[] entry) {
        MessageDigest digest = Digest.PER_THREAD.get();
        digest.update(LEAF);
        digest.update(entry);
        return new Hash(digest.digest());
    }

    /** SHA-256 of 0x01 and both children. */
    public static Hash node(Hash left, Hash right) {
        MessageDigest digest = Digest.PER_THREAD.get();
        digest.update(NODE);
        digest.update(left.value);
        digest.update(right.value);
        return new Hash(digest.digest());
    }

    /** A copy of the 32 bytes. */
    public byte[] bytes() {
        return value.clone();
    }

    /** Writes the 32 bytes into a buffer without an intermediate copy. */
    public void copyTo(byte[] target, int offset) {
        System.arraycopy(value, 0, target, offset, BYTES);
    }

    public String base64() {
        return Base64.getEncoder().encodeToString(value);
    }

    public String hex() {
        return HexFormat.of().formatHex(value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hash that && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return (value[0] & 0xff) << 24 | (value[1] & 0xff) << 16 | (value[2] & 0xff) << 8 | (value[3] & 0xff);
    }

    @Override
    public String toString() {
        return base64();
    }

    private static final class Digest {
        static final ThreadLocal<MessageDigest> PER_THREAD = ThreadLocal.withInitial(Digest::create);

        private Digest() {}

        private static MessageDigest create() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }
    }
}

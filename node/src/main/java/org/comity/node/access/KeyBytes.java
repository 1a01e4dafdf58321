package org.comity.node.access;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The bytes of a public key: an immutable value, so that keys can stand in records, sets and comparisons.
 */
public final class KeyBytes {

    private final byte[] value;

    private KeyBytes(byte[] owned) {
        this.value = owned;
    }

    /** Copies the bytes. */
    public static KeyBytes of(byte[] bytes) {
        return new KeyBytes(bytes.clone());
    }

    /**
     * Copies the bytes of a key whose length is known.
     *
     * @throws IllegalArgumentException if there are more or fewer than {@code length}
     */
    public static KeyBytes of(byte[] bytes, int length, String what) {
        if (bytes.length != length) {
            throw new IllegalArgumentException(what + " has " + bytes.length + " bytes, legal is exactly " + length);
        }
        return of(bytes);
    }

    /** A copy. */
    public byte[] bytes() {
        return value.clone();
    }

    public int length() {
        return value.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyBytes that && MessageDigest.isEqual(value, that.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(value);
    }
}

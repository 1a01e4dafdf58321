package org.comity.node.access;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * An immutable sequence of bytes: a public key, a signature, a challenge. As a value it can stand in records, sets and comparisons;
 * two are compared in constant time.
 */
public final class Octets {

    private final byte[] value;

    private Octets(byte[] owned) {
        this.value = owned;
    }

    /** Copies the bytes. */
    public static Octets of(byte[] bytes) {
        return new Octets(bytes.clone());
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
        return other instanceof Octets that && MessageDigest.isEqual(value, that.value);
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

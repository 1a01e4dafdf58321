package org.comity.tlog;

import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * An Ed25519 public key, checked once when made: on the curve and of the full prime order. Keys of small order, for which
 * one signature fits many messages, are refused.
 */
final class Ed25519Point {
    static final int SIGNATURE_BYTES = Ed25519.SIGNATURE_SIZE;

    private final byte[] encoded;
    private final Ed25519.PublicPoint point;

    Ed25519Point(String name, byte[] publicKey) {
        if (publicKey.length != Ed25519.PUBLIC_KEY_SIZE) {
            throw LogException.malformed(
                    "the Ed25519 key of " + name + " has " + publicKey.length + " bytes instead of 32");
        }
        encoded = publicKey.clone();
        point = Ed25519.validatePublicKeyFullExport(encoded, 0);
        if (point == null) {
            throw LogException.malformed("the Ed25519 key of " + name + " is not a point of prime order");
        }
    }

    byte[] encoded() {
        return encoded.clone();
    }

    /** Verifies a pure Ed25519 signature (RFC 8032 section 5.1.7) at an offset. */
    void verify(byte[] message, byte[] signature, int offset, String name) {
        if (!Ed25519.verify(signature, offset, point, message, 0, message.length)) {
            throw new LogException(
                    LogException.Fault.BAD_SIGNATURE, "the Ed25519 signature of " + name + " does not hold");
        }
    }

    static byte[] sign(byte[] seed, byte[] publicKey, byte[] message) {
        byte[] signature = new byte[SIGNATURE_BYTES];
        Ed25519.sign(seed, 0, publicKey, 0, message, 0, message.length, signature, 0);
        return signature;
    }

    static byte[] publicKey(byte[] seed) {
        byte[] publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
        Ed25519.generatePublicKey(seed, 0, publicKey, 0);
        return publicKey;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ed25519Point that && Arrays.equals(encoded, that.encoded);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(encoded);
    }
}

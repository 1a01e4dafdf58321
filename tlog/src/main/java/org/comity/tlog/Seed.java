package org.comity.tlog;

import java.util.Arrays;

/** The 32 secret bytes of a signing key, with an end of life. Safe for several threads. */
final class Seed {
    private final byte[] bytes;
    private boolean destroyed;

    Seed(byte[] seed) {
        this.bytes = NoteKeys.requireSeed(seed);
    }

    /** A signature over a message; holding the lock keeps a concurrent wipe from signing with zeros. */
    synchronized byte[] ed25519(byte[] publicKey, byte[] message) {
        if (destroyed) {
            throw new IllegalStateException("the signing key has been destroyed");
        }
        return Ed25519Point.sign(bytes, publicKey, message);
    }

    synchronized byte[] ed25519PublicKey() {
        return Ed25519Point.publicKey(bytes);
    }

    synchronized void destroy() {
        Arrays.fill(bytes, (byte) 0);
        destroyed = true;
    }

    synchronized boolean isDestroyed() {
        return destroyed;
    }
}

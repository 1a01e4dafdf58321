package org.comity.tlog;

import java.nio.charset.StandardCharsets;

/** Signs notes and checkpoints as type 0x01. */
public final class Ed25519SigningKey implements SigningKey {
    private final Seed seed;
    private final byte[] publicKey;
    private final Ed25519Key verifierKey;

    private Ed25519SigningKey(String name, byte[] seed) {
        this.seed = new Seed(seed);
        this.publicKey = this.seed.ed25519PublicKey();
        this.verifierKey = Ed25519Key.of(name, publicKey);
    }

    /** Copies a seed of 32 bytes (the private key of RFC 8032); the caller wipes its own copy. */
    public static Ed25519SigningKey fromSeed(String name, byte[] seed) {
        return new Ed25519SigningKey(name, seed);
    }

    @Override
    public Ed25519Key verifierKey() {
        return verifierKey;
    }

    @Override
    public NoteSignature sign(Checkpoint checkpoint, long posixSeconds) {
        return signText(checkpoint.encode());
    }

    /** Signs the text of any note, final LF included. */
    public NoteSignature signText(String text) {
        byte[] signature = seed.ed25519(publicKey, text.getBytes(StandardCharsets.UTF_8));
        return NoteSignature.of(verifierKey.name(), verifierKey.keyId(), signature);
    }

    @Override
    public void destroy() {
        seed.destroy();
    }

    @Override
    public boolean isDestroyed() {
        return seed.isDestroyed();
    }

    @Override
    public String toString() {
        return "Ed25519SigningKey[" + verifierKey + "]";
    }
}

package org.comity.tlog;

/** Cosigns checkpoints as type 0x04. */
public final class Ed25519CosigningKey implements SigningKey {
    private final Seed seed;
    private final byte[] publicKey;
    private final Ed25519CosignatureKey verifierKey;

    private Ed25519CosigningKey(String name, byte[] seed) {
        this.seed = new Seed(seed);
        this.publicKey = this.seed.ed25519PublicKey();
        this.verifierKey = Ed25519CosignatureKey.of(name, publicKey);
    }

    /** Copies a seed of 32 bytes (the private key of RFC 8032); the caller wipes its own copy. */
    public static Ed25519CosigningKey fromSeed(String name, byte[] seed) {
        return new Ed25519CosigningKey(name, seed);
    }

    @Override
    public Ed25519CosignatureKey verifierKey() {
        return verifierKey;
    }

    @Override
    public NoteSignature sign(Checkpoint checkpoint, long posixSeconds) {
        NoteKeys.requireTime(posixSeconds);
        byte[] signature = seed.ed25519(publicKey, Ed25519CosignatureKey.message(checkpoint, posixSeconds));
        return NoteSignature.of(
                verifierKey.name(), verifierKey.keyId(), SignaturePayload.timed(posixSeconds, signature));
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
        return "Ed25519CosigningKey[" + verifierKey + "]";
    }
}

package org.comity.tlog;

import java.util.Arrays;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.signers.MLDSASigner;

/**
 * Signs checkpoints and subtrees as type 0x06, with the deterministic variant of FIPS 204 section 3.4: the node's random
 * source is then no part of the key's safety.
 *
 * <p>The expanded key is kept, since expanding costs as much as signing. {@link #destroy} wipes it through Bouncy Castle.
 */
public final class MlDsa44CosigningKey implements SigningKey {
    private final MLDSAPrivateKeyParameters secret;
    private final MlDsa44CosignatureKey verifierKey;

    private MlDsa44CosigningKey(String name, byte[] seed) {
        byte[] copy = NoteKeys.requireSeed(seed);
        this.secret = new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_44, copy);
        Arrays.fill(copy, (byte) 0);
        this.verifierKey = MlDsa44CosignatureKey.of(name, secret.getPublicKey());
    }

    /** Expands a seed of 32 bytes (xi of FIPS 204 algorithm 1); the caller wipes its own copy. */
    public static MlDsa44CosigningKey fromSeed(String name, byte[] seed) {
        return new MlDsa44CosigningKey(name, seed);
    }

    @Override
    public MlDsa44CosignatureKey verifierKey() {
        return verifierKey;
    }

    @Override
    public NoteSignature sign(Checkpoint checkpoint, long posixSeconds) {
        NoteKeys.requireTime(posixSeconds);
        TreeHead head = checkpoint.head();
        return signRange(posixSeconds, checkpoint.origin(), 0, head.size(), head.root());
    }

    /** Signs a subtree with the time 0: consistent with all this signer has seen, and no more is said. */
    public NoteSignature signSubtree(String origin, Subtree subtree, Hash root) {
        // The checkpoint constructor holds the rules for origins; a subtree has none of its own.
        String checked = Checkpoint.of(origin, TreeHead.EMPTY).origin();
        return signRange(0, checked, subtree.start(), subtree.end(), root);
    }

    private NoteSignature signRange(long posixSeconds, String origin, long start, long end, Hash root) {
        byte[] message = MlDsa44CosignatureKey.message(verifierKey.name(), posixSeconds, origin, start, end, root);
        byte[] signature = signBytes(message);
        return NoteSignature.of(
                verifierKey.name(), verifierKey.keyId(), SignaturePayload.timed(posixSeconds, signature));
    }

    private synchronized byte[] signBytes(byte[] message) {
        if (secret.isDestroyed()) {
            throw new IllegalStateException("the signing key has been destroyed");
        }
        MLDSASigner signer = new MLDSASigner();
        signer.init(true, secret);
        signer.update(message, 0, message.length);
        try {
            return signer.generateSignature();
        } catch (CryptoException e) {
            throw new IllegalStateException("ML-DSA-44 signing failed", e);
        }
    }

    @Override
    public synchronized void destroy() {
        secret.destroy();
    }

    @Override
    public synchronized boolean isDestroyed() {
        return secret.isDestroyed();
    }

    @Override
    public String toString() {
        return "MlDsa44CosigningKey[" + verifierKey + "]";
    }
}

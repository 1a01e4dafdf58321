package org.comity.tlog;

import javax.security.auth.Destroyable;

/**
 * The secret half of a key, made from a 32-byte seed. It prints no secret.
 *
 * <p>All signatures here are deterministic: signing the same checkpoint at the same time twice gives the same bytes, and
 * no random source is needed. After {@link #destroy} every use throws {@link IllegalStateException}.
 */
public sealed interface SigningKey extends Destroyable
        permits Ed25519SigningKey, Ed25519CosigningKey, MlDsa44CosigningKey {

    VerifierKey verifierKey();

    /**
     * Signs a checkpoint.
     *
     * @param posixSeconds 0 to 2^63-1; ignored by type 0x01. 0 makes no claim to have seen no larger tree
     */
    NoteSignature sign(Checkpoint checkpoint, long posixSeconds);

    /** Wipes the secret as far as the runtime allows. */
    @Override
    void destroy();
}

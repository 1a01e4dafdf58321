package org.comity.tlog;

/** Decides which signatures a checkpoint needs before its root is believed. */
public sealed interface LogVerifier permits CheckpointPolicy, Policy {
    /**
     * Verifies the signature lines.
     *
     * @throws LogException with {@code WRONG_ORIGIN}, {@code MISSING_SIGNATURE}, {@code BAD_SIGNATURE} or
     *     {@code QUORUM_NOT_MET}
     */
    VerifiedCheckpoint verify(SignedCheckpoint signed);
}

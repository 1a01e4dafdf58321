package org.comity.tlog;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The keys of one log, all of which must have signed.
 *
 * <p>C2SP signed-note accepts a note as soon as one known key verifies. Here every listed key is demanded: otherwise an
 * Ed25519 break in ten years would let somebody drop the post-quantum line, and nobody would notice. A line of a listed
 * key that fails refuses the checkpoint even if another line of that key holds; lines of unknown keys are ignored.
 *
 * @param origin the only origin accepted
 * @param required 1 to 16 keys without duplicates
 */
public record CheckpointPolicy(String origin, List<VerifierKey> required) implements LogVerifier {
    /** Most keys of one log. */
    public static final int MAX_KEYS = 16;

    public CheckpointPolicy {
        required = List.copyOf(required);
        if (required.isEmpty() || required.size() > MAX_KEYS) {
            throw LogException.outOfRange("a log has 1 to " + MAX_KEYS + " required keys, not " + required.size());
        }
        if (required.stream().distinct().count() != required.size()) {
            throw LogException.malformed("the required keys of " + origin + " hold a duplicate");
        }
    }

    @Override
    public VerifiedCheckpoint verify(SignedCheckpoint signed) {
        verifySignatures(signed);
        return new VerifiedCheckpoint(signed, new TreeMap<>());
    }

    /** Verifies the log's own lines and returns the checkpoint with what witnesses of a policy have added. */
    VerifiedCheckpoint verify(SignedCheckpoint signed, SortedMap<String, Long> witnessTimes) {
        verifySignatures(signed);
        return new VerifiedCheckpoint(signed, witnessTimes);
    }

    private void verifySignatures(SignedCheckpoint signed) {
        Checkpoint checkpoint = signed.checkpoint();
        if (!checkpoint.origin().equals(origin)) {
            throw new LogException(
                    LogException.Fault.WRONG_ORIGIN,
                    "the checkpoint is of " + Wire.show(checkpoint.origin()) + ", expected is " + Wire.show(origin));
        }
        for (VerifierKey key : required) {
            if (verifyLines(key, signed) == 0) {
                throw new LogException(
                        LogException.Fault.MISSING_SIGNATURE,
                        "checkpoint " + checkpoint.head().size() + " of " + origin + " is not signed by " + key.name()
                                + "+" + NoteKeys.hex(key.keyId()) + " (type " + key.type() + ")");
            }
        }
    }

    /** Verifies every line of a key; returns their number. */
    private static int verifyLines(VerifierKey key, SignedCheckpoint signed) {
        int verified = 0;
        for (NoteSignature line : signed.signatures()) {
            if (key.isNamedBy(line)) {
                key.verify(signed.checkpoint(), line);
                verified++;
            }
        }
        return verified;
    }
}

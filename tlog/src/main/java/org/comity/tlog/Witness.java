package org.comity.tlog;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A witness (C2SP tlog-witness): cosigns the head of a log if it extends the head it cosigned last, and never otherwise.
 *
 * <p>Three promises, each kept by the order of the steps below. A head is checked against the stored one, stored by compare
 * and set, and only then signed; so two concurrent requests cannot make the witness go back. A smaller tree than the
 * largest one seen is never cosigned. The time of a cosignature is never below the one given before for the same log, even
 * if the clock was set back.
 *
 * <p>All keys that {@link WitnessLogs#keys} lists must have signed; the protocol would be content with one.
 *
 * <p>Pure but for the state port: no clock, no network. Safe for several threads if the port is.
 */
public final class Witness {
    /** Concurrent submissions of one log that a request waits out before it gives up with 409. */
    private static final int MAX_ATTEMPTS = 8;

    private final List<SigningKey> keys;
    private final WitnessLogs logs;

    /** A witness with 1 to 16 cosignature keys (types 0x04 and 0x06), each signing every head. */
    public Witness(List<? extends SigningKey> keys, WitnessLogs logs) {
        this.keys = List.copyOf(keys);
        this.logs = logs;
        if (keys.isEmpty() || keys.size() > CheckpointPolicy.MAX_KEYS) {
            throw LogException.outOfRange(
                    "a witness has 1 to " + CheckpointPolicy.MAX_KEYS + " keys, not " + keys.size());
        }
        if (keys.stream().anyMatch(key -> key instanceof Ed25519SigningKey)) {
            throw LogException.malformed("a witness signs with type 4 or 6, not 1");
        }
    }

    /** Name under which a witness publishes what it holds of a log: lowercase hex SHA-256 of the origin. */
    public static String originHash(String origin) {
        return Hash.sha256(origin.getBytes(StandardCharsets.UTF_8)).hex();
    }

    /**
     * Answers {@code POST add-checkpoint}.
     *
     * @param posixSeconds the current time, 1 to 2^63-1
     */
    public WitnessAnswer addCheckpoint(byte[] body, long posixSeconds) {
        if (posixSeconds < 1) {
            throw LogException.outOfRange("time " + posixSeconds + " is outside 1 to 2^63-1 seconds since 1970");
        }
        AddCheckpointRequest request;
        try {
            request = AddCheckpointRequest.parse(body);
        } catch (LogException e) {
            return refusal(e);
        }
        String origin = request.checkpoint().checkpoint().origin();
        List<VerifierKey> logKeys = logs.keys(origin);
        if (logKeys.isEmpty()) {
            return new WitnessAnswer.UnknownLog(origin);
        }
        VerifiedCheckpoint verified;
        try {
            verified = new CheckpointPolicy(origin, logKeys).verify(request.checkpoint());
        } catch (LogException e) {
            return refusal(e);
        }
        if (request.oldSize() > verified.head().size()) {
            return new WitnessAnswer.BadRequest("old size " + request.oldSize() + " is above the tree size "
                    + verified.head().size());
        }
        return advance(request, verified, signedBy(logKeys, request.checkpoint()), posixSeconds);
    }

    private WitnessAnswer advance(
            AddCheckpointRequest request, VerifiedCheckpoint verified, SignedCheckpoint kept, long posixSeconds) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            WitnessState state = logs.state(verified.origin());
            if (request.oldSize() != state.head().size()) {
                return new WitnessAnswer.Stale(state.head().size());
            }
            if (isFork(state.head(), verified.head())) {
                return new WitnessAnswer.Conflict(new ForkEvidence.SplitView(state.checkpoint(), kept));
            }
            try {
                verified.extendsHead(state.head(), request.proof());
            } catch (LogException e) {
                return refusal(e);
            }
            long time = Math.max(posixSeconds, state.posixSeconds());
            if (logs.replace(verified.origin(), state, WitnessState.of(kept, time))) {
                return new WitnessAnswer.Cosigned(cosign(kept.checkpoint(), time));
            }
        }
        return new WitnessAnswer.Stale(logs.state(verified.origin()).head().size());
    }

    /**
     * Answers {@code POST sign-subtree}: a range of a head that this witness has cosigned. Needs an ML-DSA-44 key.
     */
    public WitnessAnswer signSubtree(byte[] body) {
        SignSubtreeRequest request;
        try {
            request = SignSubtreeRequest.parse(body);
        } catch (LogException e) {
            return refusal(e);
        }
        String origin = request.checkpoint().checkpoint().origin();
        if (logs.keys(origin).isEmpty()) {
            return new WitnessAnswer.UnknownLog(origin);
        }
        List<VerifierKey> own = new ArrayList<>();
        for (SigningKey key : keys) {
            if (request.checkpoint().signatures().stream().anyMatch(key.verifierKey()::isNamedBy)) {
                own.add(key.verifierKey());
            }
        }
        if (own.isEmpty()) {
            return new WitnessAnswer.NotSigned("the checkpoint is not cosigned by this witness");
        }
        try {
            VerifiedCheckpoint verified = new CheckpointPolicy(origin, own).verify(request.checkpoint());
            verified.containsSubtree(request.subtree(), request.root(), request.proof());
        } catch (LogException e) {
            return refusal(e);
        }
        List<NoteSignature> lines = new ArrayList<>();
        for (SigningKey key : keys) {
            if (key instanceof MlDsa44CosigningKey mlDsa) {
                lines.add(mlDsa.signSubtree(origin, request.subtree(), request.root()));
            }
        }
        return lines.isEmpty()
                ? new WitnessAnswer.BadRequest("this witness has no key that signs subtrees")
                : new WitnessAnswer.Cosigned(lines);
    }

    /**
     * The last head of a log with this witness's lines, for {@code GET <originHash>/checkpoint}; empty if none. Signing is
     * deterministic, so the lines are those given before and need no storage.
     */
    public Optional<SignedCheckpoint> latest(String origin) {
        WitnessState state = logs.state(origin);
        if (state.equals(WitnessState.NEVER)) {
            return Optional.empty();
        }
        SignedCheckpoint stored = state.checkpoint();
        return Optional.of(stored.withSignatures(cosign(stored.checkpoint(), state.posixSeconds())));
    }

    private List<NoteSignature> cosign(Checkpoint checkpoint, long posixSeconds) {
        return keys.stream().map(key -> key.sign(checkpoint, posixSeconds)).toList();
    }

    private static boolean isFork(TreeHead stored, TreeHead submitted) {
        return stored.size() == submitted.size() && !stored.root().equals(submitted.root());
    }

    /** Keeps the lines of the log alone: a stranger must not fill our table with lines of his own. */
    private static SignedCheckpoint signedBy(List<VerifierKey> logKeys, SignedCheckpoint signed) {
        List<NoteSignature> lines = signed.signatures().stream()
                .filter(line -> logKeys.stream().anyMatch(key -> key.isNamedBy(line)))
                .toList();
        return new SignedCheckpoint(signed.checkpoint(), lines);
    }

    private static WitnessAnswer refusal(LogException e) {
        String reason = String.valueOf(e.getMessage());
        return switch (e.fault()) {
            case MISSING_SIGNATURE, BAD_SIGNATURE, WRONG_ORIGIN, QUORUM_NOT_MET -> new WitnessAnswer.NotSigned(reason);
            case BAD_PROOF, WRONG_EMPTY_ROOT, NO_CONTRADICTION -> new WitnessAnswer.BadProof(reason);
            case MALFORMED, LIMIT_EXCEEDED, OUT_OF_RANGE -> new WitnessAnswer.BadRequest(reason);
        };
    }
}

package org.comity.node.exchange;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.comity.node.world.PeerAnswer;

/** What can happen to a link. */
sealed interface LinkEvent {

    /**
     * Released messages wait for the peer.
     *
     * @param messages how many, at least 1
     * @param urgent how many of them are urgent
     */
    record Wanted(int messages, int urgent) implements LinkEvent {}

    /** The peer said what it holds of our log and what it expects next. */
    record HelloAnswered() implements LinkEvent {}

    /**
     * A parcel was answered with receipts, and they verify.
     *
     * @param waiting messages that still wait and are not under way
     * @param urgent how many of them are urgent
     */
    record Receipted(int waiting, int urgent) implements LinkEvent {}

    /** An urgent parcel waits too long behind ordinary ones of the same chain. */
    record Overtaken() implements LinkEvent {}

    /** There turned out to be nothing to send. */
    record NothingToSend() implements LinkEvent {}

    /** A hello or a parcel failed. Answers of other parcels of the same chain no longer count. */
    record Failed(Failure failure, String why, Optional<Duration> retryAfter) implements LinkEvent {

        private static final long LONGEST_RETRY_SECONDS = 3_600;

        /** A peer answered with a refusal. */
        static Failed by(PeerAnswer answer) {
            OptionalLong asked = answer.retryAfterSeconds();
            return new Failed(
                    Failure.of(answer),
                    Problem.describe(answer),
                    asked.isPresent()
                            ? Optional.of(Duration.ofSeconds(Math.min(asked.getAsLong(), LONGEST_RETRY_SECONDS)))
                            : Optional.empty());
        }
    }

    /** The time to rest is over. */
    record Woken() implements LinkEvent {}

    /** The peer's card changed, or an officer lifted a suspension. */
    record CardChanged() implements LinkEvent {}

    /** Kinds of failure, by what the sender does about them (docs/protocol.md, table of problems). */
    enum Failure {
        /** No answer, or a server error. */
        UNREACHABLE,
        /** 409 busy, 429, 503: not now. */
        NOT_NOW,
        /** 409 head-unknown, head-newer, sequence-gap: the two views differ; ask and rebuild. */
        OUT_OF_STEP,
        /** 403 not-recognised: keep everything, try hourly. */
        NOT_RECOGNISED,
        /** 400, 413, 422, 426, or an answer that does not verify: rebuild once, then an officer must look. */
        REFUSED,
        /** 403 identity-mismatch, 409 sequence-conflict or log-forked: a contradiction. */
        CONTRADICTION;

        /** What a peer's answer that is none means. */
        static Failure of(PeerAnswer answer) {
            return Problem.slugOf(answer)
                    .map(problem -> switch (problem) {
                        case NOT_RECOGNISED -> NOT_RECOGNISED;
                        case IDENTITY_MISMATCH, SEQUENCE_CONFLICT, LOG_FORKED -> CONTRADICTION;
                        case HEAD_UNKNOWN, HEAD_NEWER, SEQUENCE_GAP -> OUT_OF_STEP;
                        case BUSY, QUOTA, STARTING, STORAGE_LOW, STOPPED -> NOT_NOW;
                        case PARCEL_UNREADABLE, TOO_LARGE, PROOF_WRONG, VERSION, NOT_FOUND -> REFUSED;
                    })
                    .orElse(answer.status() == 429 || answer.status() == 503 ? NOT_NOW : UNREACHABLE);
        }

        /** What it means that an answer cannot be taken: a contradiction needs a person, anything else is asked for once more. */
        static Failure of(ParcelRefused refused) {
            return switch (refused.problem().type()) {
                case SEQUENCE_CONFLICT, LOG_FORKED, IDENTITY_MISMATCH -> CONTRADICTION;
                case HEAD_UNKNOWN -> OUT_OF_STEP;
                case NOT_RECOGNISED -> NOT_RECOGNISED;
                case STARTING -> NOT_NOW;
                default -> REFUSED;
            };
        }
    }
}

package org.comity.node.exchange;

import java.time.Duration;
import java.util.Optional;

/** What can happen to a link. */
sealed interface LinkEvent {

    /**
     * Released messages wait for the peer.
     *
     * @param messages how many, at least 1
     */
    record Wanted(int messages) implements LinkEvent {}

    /** The peer said what it holds of our log and what it expects next. */
    record HelloAnswered() implements LinkEvent {}

    /**
     * A parcel was answered with receipts, and they verify.
     *
     * @param waiting messages that still wait and are not under way
     */
    record Receipted(int waiting) implements LinkEvent {}

    /** There turned out to be nothing to send. */
    record NothingToSend() implements LinkEvent {}

    /** A hello or a parcel failed. Answers of other parcels of the same chain no longer count. */
    record Failed(Failure failure, String why, Optional<Duration> retryAfter) implements LinkEvent {}

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
        CONTRADICTION
    }
}

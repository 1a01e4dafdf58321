package org.comity.node.casework;

import java.time.Instant;

/** What an answer changes in the moments of its request; the same on both sides. */
final class AnswerEffects {

    private AnswerEffects() {}

    /** @param at when it was sent here, or received here */
    static RequestRow apply(RequestRow request, PreservationState to, Answer answer, Instant at) {
        Moments moments = request.moments();
        return switch (answer) {
            case Answer.Seen seen -> request.with(to, moments.with(Moment.SEEN, at));
            case Answer.Acceptance acceptance ->
                request.with(
                        to,
                        moments.withFirst(Moment.SEEN, at)
                                .with(Moment.ANSWERED, at)
                                .with(Moment.PRESERVED, acceptance.preservedAt().instant())
                                .with(Moment.RENEWED, acceptance.preservedAt().instant())
                                .with(Moment.EXPIRES, acceptance.expiresAt().instant()));
            case Answer.Refusal refusal ->
                request.with(
                        to,
                        moments.withFirst(Moment.SEEN, at)
                                .with(Moment.ANSWERED, at)
                                .with(Moment.CLOSED, at));
            case Answer.ExtensionRequest asked ->
                request.with(
                        to,
                        moments.with(Moment.EXTENSION_ASKED, at)
                                .with(Moment.EXTENSION_UNTIL, asked.until().instant()));
            case Answer.Extension extension ->
                request.with(
                        to,
                        moments.with(Moment.RENEWED, at)
                                .with(Moment.EXPIRES, extension.expiresAt().instant())
                                .without(Moment.EXTENSION_ASKED)
                                .without(Moment.EXTENSION_UNTIL)
                                .without(Moment.CLOSED));
            case Answer.Completion completion -> request.with(to, moments.with(Moment.CLOSED, at));
            case Answer.Withdrawal withdrawal -> request.with(to, moments.with(Moment.CLOSED, at));
            case Answer.LateApproval late ->
                request.with(to, moments.with(Moment.SECOND_SIGNED, at)).with(SignatureStatus.COMPLETE);
        };
    }
}

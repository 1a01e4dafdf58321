package org.comity.node.casework;

import java.time.Instant;
import org.comity.node.record.Ref;
import org.comity.tlog.Hash;

/** What an answer must satisfy for its request, whoever wrote it. */
final class AnswerChecks {

    private AnswerChecks() {}

    /** @throws IllegalArgumentException with the value and what is legal */
    static void check(RequestRow request, Answer answer, PreservationProcedure procedure) {
        switch (answer) {
            case Answer.Acceptance acceptance -> {
                Instant least = acceptance.preservedAt().instant().plus(procedure.minimum());
                if (acceptance.expiresAt().instant().isBefore(least)) {
                    throw new IllegalArgumentException("the data is kept until " + acceptance.expiresAt()
                            + ", legal is " + least + " or later ("
                            + procedure.term(Clock.Name.PRESERVATION_MINIMUM).citation() + ")");
                }
            }
            case Answer.Refusal refusal -> procedure.ground(refusal.ground());
            case Answer.ExtensionRequest asked -> requireLater(request, asked.until(), "the extension is asked until ");
            case Answer.Extension extension -> requireLater(request, extension.expiresAt(), "the data is kept until ");
            case Answer.Seen seen -> requireRoot(request, seen.origin(), seen.index(), seen.entry());
            case Answer.LateApproval late -> requireRoot(request, late.origin(), late.index(), late.entry());
            case Answer.Completion c -> {}
            case Answer.Withdrawal w -> {}
        }
    }

    private static void requireLater(RequestRow request, UtcTime until, String what) {
        request.moments()
                .at(Moment.EXPIRES)
                .filter(expiry -> !until.instant().isAfter(expiry))
                .ifPresent(expiry -> {
                    throw new IllegalArgumentException(
                            what + until + ", legal is later than the present expiry " + expiry);
                });
    }

    private static void requireRoot(RequestRow request, String origin, long index, Hash entry) {
        Ref root = request.root().orElseThrow();
        if (!root.origin().equals(origin)
                || root.index() != index
                || !root.entry().equals(entry)) {
            throw new IllegalArgumentException("the body names leaf " + index + " of " + FreeText.line("origin", origin)
                    + ", and the request it refers to is leaf " + root.index() + " of " + root.origin());
        }
    }
}

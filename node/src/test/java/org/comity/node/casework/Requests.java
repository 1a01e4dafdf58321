package org.comity.node.casework;

import java.util.List;
import java.util.Optional;
import org.comity.node.record.Address;
import org.comity.node.record.AuthorityId;
import org.comity.node.record.Urgency;

/** Requests for tests: legal ones, from which a test changes one thing. */
final class Requests {
    static final Address TO = Address.parse("XB/contact-24-7");
    static final AuthorityId FROM = new AuthorityId("justice");
    static final UtcTime SEEN_AT = UtcTime.parse("2026-02-27T21:14:03Z");
    static final Period PERIOD =
            new Period(UtcTime.parse("2026-02-01T00:00:00Z"), UtcTime.parse("2026-03-01T00:00:00Z"));

    private Requests() {}

    static PreservationRequest legal() {
        return with(List.of(new Selector.IpAddress("192.0.2.7", Optional.of(50_123), SEEN_AT)), Optional.empty());
    }

    static PreservationRequest emergency() {
        return with(
                List.of(new Selector.Account("example mail", "user-17")),
                Optional.of(
                        new Emergency("A child is held at an unknown place.", "A message sets a limit of six hours.")));
    }

    static PreservationRequest with(List<Selector> selectors, Optional<Emergency> emergency) {
        return of(selectors, emergency, "Illegal access", "A server was entered and its data copied.", 90);
    }

    static PreservationRequest of(
            List<Selector> selectors, Optional<Emergency> emergency, String title, String facts, int days) {
        return new PreservationRequest(
                "District prosecution office",
                new Offence(title, "Criminal Code, section 289", Optional.of(7), Optional.of("7")),
                facts,
                selectors,
                List.of(DataCategory.SUBSCRIBER, DataCategory.TRAFFIC),
                Optional.of(PERIOD),
                "The address was used for the access.",
                "Logs are deleted after thirty days.",
                Optional.of("Example Carrier"),
                true,
                true,
                List.of("un-cybercrime"),
                days,
                Optional.of(new Deadline(UtcTime.parse("2026-03-03T00:00:00Z"), "Logs rotate on that day.")),
                emergency,
                "en");
    }

    static RequestDraft draft() {
        return RequestDraft.of(TO, FROM, Urgency.ROUTINE, legal());
    }

    static RequestDraft emergencyDraft() {
        return RequestDraft.of(TO, FROM, Urgency.EMERGENCY, emergency());
    }

    static Answer.Acceptance acceptance(TestNode node, int days) {
        UtcTime preserved = new UtcTime(node.now);
        return new Answer.Acceptance(
                preserved, new UtcTime(node.now.plusSeconds(days * 86_400L)), List.of("Not for fiscal matters."));
    }
}

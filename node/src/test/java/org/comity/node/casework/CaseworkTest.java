package org.comity.node.casework;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.comity.node.access.Officer;
import org.comity.node.access.Role;
import org.comity.node.ledger.Logged;
import org.comity.node.ledger.Refused;
import org.comity.node.record.Lane;
import org.comity.node.record.Ref;
import org.comity.node.record.Urgency;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes, a wire between them, and the whole way of requests. */
class CaseworkTest {
    private final TestNode[] pair = TestNode.pair();
    private final TestNode asking = pair[0];
    private final TestNode asked = pair[1];
    private Officer first;
    private Officer second;
    private Officer duty;
    private Officer executing;

    @BeforeEach
    void officers() {
        first = asking.officer("of-first", Role.APPROVER, Role.DRAFTER);
        second = asking.officer("of-second", Role.CENTRAL_AUTHORITY);
        duty = asked.officer("of-duty", Role.CONTACT_POINT);
        executing = asked.officer("of-exec", Role.EXECUTING_OFFICER);
    }

    private RequestId send(RequestDraft draft) throws Refused {
        RequestId id = asking.work(turn -> asking.casework.draft(turn, first, draft));
        assertThat(asking.sign(id, first)).isEmpty();
        assertThat(asking.sign(id, second)).isPresent();
        return id;
    }

    private void tick(Duration time) {
        asking.now = asking.now.plus(time);
        asked.now = asked.now.plus(time);
    }

    private RequestId accepted() throws Refused {
        RequestId id = send(Requests.draft());
        asking.deliver();
        RequestId theirs = asked.inbox().id();
        Optional<Logged> waiting =
                asked.work(turn -> asked.casework.accept(turn, theirs, duty, Requests.acceptance(asked, 60)));
        assertThat(waiting).isEmpty();
        assertThat(asked.sign(theirs, executing)).isPresent();
        asked.deliver();
        assertThat(asking.state(id)).isEqualTo(PreservationState.ACCEPTED);
        return id;
    }

    @Test
    void wholeWayFromDraftToCompletion() throws Refused {
        RequestId id = send(Requests.draft());
        assertThat(asking.state(id)).isEqualTo(PreservationState.SENT);
        asking.deliver();
        RequestSummary arrived = asked.inbox();
        assertThat(arrived.state()).isEqualTo(PreservationState.RECEIVED);
        assertThat(arrived.signatures()).isEqualTo(SignatureStatus.COMPLETE);
        assertThat(arrived.title()).contains("Illegal access");
        assertThat(asked.view(arrived.id()).request()).contains(Requests.legal());

        tick(Duration.ofHours(1));
        asked.work(turn -> asked.casework.seen(turn, arrived.id(), duty));
        asked.deliver();
        assertThat(asking.state(id)).isEqualTo(PreservationState.SEEN);
        assertThat(asking.view(id).summary().delivery()).contains(DeliveryState.SEEN);

        tick(Duration.ofHours(1));
        asked.work(turn -> asked.casework.accept(turn, arrived.id(), duty, Requests.acceptance(asked, 60)));
        asked.sign(arrived.id(), duty);
        asked.deliver();
        assertThat(asking.state(id)).isEqualTo(PreservationState.ACCEPTED);
        assertThat(asking.view(id).summary().moments().at(Moment.EXPIRES))
                .isEqualTo(asked.view(arrived.id()).summary().moments().at(Moment.EXPIRES));

        tick(Duration.ofDays(50));
        UtcTime later = new UtcTime(asking.now.plus(Duration.ofDays(40)));
        asking.work(turn -> asking.casework.askExtension(
                turn, id, first, new Answer.ExtensionRequest(later, "The request for assistance is translated.")));
        asking.deliver();
        assertThat(asked.view(arrived.id()).summary().moments().at(Moment.EXTENSION_UNTIL))
                .contains(later.instant());
        asked.work(turn -> asked.casework.extend(turn, arrived.id(), duty, new Answer.Extension(later, List.of())));
        asked.deliver();
        assertThat(asking.state(id)).isEqualTo(PreservationState.EXTENDED);

        asked.work(turn -> asked.casework.complete(turn, arrived.id(), duty, new Answer.Completion("Handed over.")));
        asked.deliver();
        assertThat(asking.state(id)).isEqualTo(PreservationState.COMPLETED);
        assertThat(asked.state(arrived.id())).isEqualTo(PreservationState.COMPLETED);
        assertThat(asking.refusals).isEmpty();
        assertThat(asked.refusals).isEmpty();
        assertThat(asking.events(id))
                .containsExactly(
                        "drafted", "sign", "sign", "send", "see", "accept", "ask-extension", "extend", "complete");
        assertThat(asked.events(arrived.id()))
                .containsExactly(
                        "received", "see", "proposed", "sign", "accept", "ask-extension", "extend", "complete");
    }

    @Test
    void messageCarriesWhatOfficersSigned() throws Refused {
        send(Requests.draft().withOwnReference("Az. 17/26"));
        Logged message = asking.wire.element();
        assertThat(message.act().kind()).isEqualTo(Kinds.REQUEST);
        assertThat(message.act().approvals()).hasSize(2);
        assertThat(message.act().lane()).isEqualTo(Lane.ORDINARY);
        assertThat(message.act().ownReference()).contains("Az. 17/26");
        assertThat(message.act().toAuthority()).contains(Requests.TO.authority());
        assertThat(message.act().fromAuthority()).isEqualTo(Requests.FROM);
    }

    @Test
    void urgentRequestAndItsAnswersTakeTheUrgentLane() throws Refused {
        send(RequestDraft.of(Requests.TO, Requests.FROM, Urgency.URGENT, Requests.legal()));
        assertThat(asking.wire.element().act().lane()).isEqualTo(Lane.URGENT);
        asking.deliver();
        asked.work(turn -> asked.casework.seen(turn, theirFirst(), duty));
        assertThat(asked.wire.element().act().lane()).isEqualTo(Lane.URGENT);
    }

    private RequestId theirFirst() {
        return new RequestId(2026, 1);
    }

    @Test
    void answersNameTheRequestAndWhatTheyReplyTo() throws Refused {
        RequestId id = accepted();
        Ref root = asking.view(id).root().orElseThrow();
        Logged acceptance = asked.log.getLast();
        assertThat(acceptance.act().refs())
                .containsExactly(
                        new Ref("case", root.origin(), root.index(), root.entry()),
                        new Ref("in-reply-to", root.origin(), root.index(), root.entry()));
        assertThat(acceptance.act().foreignReferences()).containsExactly(id.toString());
        asking.work(turn -> asking.casework.withdraw(turn, id, first, new Answer.Withdrawal("Solved.")));
        assertThat(asking.log.getLast().act().refs().getLast())
                .isEqualTo(new Ref("in-reply-to", acceptance.act().origin(), acceptance.index(), acceptance.entry()));
    }

    @Test
    void refusalTellsGroundArticleAndReason() throws Refused {
        RequestId id = send(Requests.draft());
        asking.deliver();
        RequestId theirs = asked.inbox().id();
        Officer chief = asked.approver("of-chief");
        asked.work(turn ->
                asked.casework.refuse(turn, theirs, duty, "essential-interests", "An operation would be disclosed."));
        asked.sign(theirs, chief);
        asked.deliver();
        assertThat(asking.state(id)).isEqualTo(PreservationState.REFUSED);
        assertThat(asking.view(id).timeline().getLast().answer())
                .contains(new Answer.Refusal("essential-interests", "40(21)(b)", "An operation would be disclosed."));
    }

    @Test
    void emergencyGoesUnderOneSignatureAndTheSecondFollows() throws Refused {
        RequestId id = asking.work(turn -> asking.casework.draft(turn, first, Requests.emergencyDraft()));
        asking.sign(id, first);
        asking.work(turn -> asking.casework.sendEmergency(turn, id, first));
        assertThat(asking.wire.element().act().approvals()).hasSize(1);
        assertThat(asking.wire.element().act().urgency()).isEqualTo(Urgency.EMERGENCY);
        asking.deliver();
        RequestSummary arrived = asked.inbox();
        assertThat(arrived.state()).isEqualTo(PreservationState.RECEIVED);
        assertThat(arrived.signatures()).isEqualTo(SignatureStatus.SECOND_DUE);
        assertThat(asking.casework.drafts()).singleElement().satisfies(draft -> {
            assertThat(draft.sentAlone()).contains(asking.now);
            assertThat(draft.signedBy()).containsExactly(first.id());
        });
        assertThat(clock(asked, arrived.caseId(), Clock.Name.SECOND_SIGNATURE).due())
                .isEqualTo(asked.now.plus(Duration.ofHours(24)));

        tick(Duration.ofHours(25));
        assertThat(clock(asked, arrived.caseId(), Clock.Name.SECOND_SIGNATURE).phase(asked.now))
                .isEqualTo(Clock.Phase.OVERDUE);
        asking.sign(id, second);
        assertThat(asking.wire.element().act().kind()).isEqualTo(Kinds.LATE_APPROVAL);
        asking.deliver();
        assertThat(asked.refusals).isEmpty();
        assertThat(asked.inbox().signatures()).isEqualTo(SignatureStatus.COMPLETE);
        assertThat(asking.view(id).summary().signatures()).isEqualTo(SignatureStatus.COMPLETE);
        assertThat(asking.casework.drafts()).isEmpty();
        assertThat(clock(asked, arrived.caseId(), Clock.Name.SECOND_SIGNATURE).phase(asked.now))
                .isEqualTo(Clock.Phase.MET_LATE);
    }

    @Test
    void emergencyMayBeAcceptedBeforeTheSecondSignature() throws Refused {
        RequestId id = asking.work(turn -> asking.casework.draft(turn, first, Requests.emergencyDraft()));
        asking.sign(id, first);
        asking.work(turn -> asking.casework.sendEmergency(turn, id, first));
        asking.deliver();
        RequestId theirs = asked.inbox().id();
        asked.work(turn -> asked.casework.accept(turn, theirs, duty, Requests.acceptance(asked, 60)));
        asked.sign(theirs, duty);
        asked.deliver();
        asking.sign(id, second);
        asking.deliver();
        assertThat(asked.state(theirs)).isEqualTo(PreservationState.ACCEPTED);
        assertThat(asked.inbox().signatures()).isEqualTo(SignatureStatus.COMPLETE);
    }

    @Test
    void withdrawalAndAcceptanceThatCrossEndWithdrawnOnBothSides() throws Refused {
        RequestId id = send(Requests.draft());
        asking.deliver();
        RequestId theirs = asked.inbox().id();
        asked.work(turn -> asked.casework.accept(turn, theirs, duty, Requests.acceptance(asked, 60)));
        asked.sign(theirs, duty);
        asking.work(turn -> asking.casework.withdraw(turn, id, first, new Answer.Withdrawal("Solved.")));
        asking.deliver();
        asked.deliver();
        assertThat(asking.state(id)).isEqualTo(PreservationState.WITHDRAWN);
        assertThat(asked.state(theirs)).isEqualTo(PreservationState.WITHDRAWN);
        assertThat(asking.refusals).isEmpty();
        assertThat(asked.refusals).isEmpty();
        assertThat(asking.lastNote(id)).contains("crossed");
    }

    @Test
    void withdrawalDropsTheAnswerThatWaits() throws Refused {
        RequestId id = send(Requests.draft());
        asking.deliver();
        RequestId theirs = asked.inbox().id();
        asked.work(turn -> asked.casework.accept(turn, theirs, duty, Requests.acceptance(asked, 60)));
        asking.work(turn -> asking.casework.withdraw(turn, id, first, new Answer.Withdrawal("Solved.")));
        asking.deliver();
        assertThat(asked.casework.drafts()).isEmpty();
        assertThat(asked.events(theirs)).endsWith("withdraw", "discarded");
    }

    @Test
    void expiryCountsFromItsMomentAndIsWrittenAtTheNextAct() throws Refused {
        RequestId id = accepted();
        tick(Duration.ofDays(60));
        assertThat(asking.state(id)).isEqualTo(PreservationState.EXPIRED);
        assertThat(asked.casework
                        .inbox(RequestFilter.in(PreservationState.EXPIRED), Page.first(5), asked.now)
                        .items())
                .hasSize(1);
        assertThat(asked.casework
                        .inbox(RequestFilter.in(PreservationState.ACCEPTED), Page.first(5), asked.now)
                        .items())
                .isEmpty();
        assertThat(asking.refusal(turn -> asking.casework.askExtension(
                                turn,
                                id,
                                first,
                                new Answer.ExtensionRequest(new UtcTime(asking.now.plusSeconds(9)), "Late.")))
                        .code())
                .isEqualTo(Refused.Code.WRONG_STATE);
    }

    @Test
    void extensionWrittenInTimeCountsThoughItArrivesLate() throws Refused {
        RequestId id = accepted();
        tick(Duration.ofDays(59));
        UtcTime later = new UtcTime(asked.now.plus(Duration.ofDays(60)));
        asked.work(turn -> asked.casework.extend(turn, theirFirst(), duty, new Answer.Extension(later, List.of())));
        tick(Duration.ofDays(3));
        assertThat(asking.state(id)).isEqualTo(PreservationState.EXPIRED);
        asked.deliver();
        assertThat(asking.state(id)).isEqualTo(PreservationState.EXTENDED);
    }

    @Test
    void extensionThatArrivesAfterItsOwnEndIsShownAsExpired() throws Refused {
        RequestId id = accepted();
        tick(Duration.ofDays(59));
        UtcTime later = new UtcTime(asked.now.plus(Duration.ofDays(2)));
        asked.work(turn -> asked.casework.extend(turn, theirFirst(), duty, new Answer.Extension(later, List.of())));
        tick(Duration.ofDays(9));
        asked.deliver();
        assertThat(asking.refusals).isEmpty();
        assertThat(asking.state(id)).isEqualTo(PreservationState.EXPIRED);
        assertThat(clock(asking, asking.view(id).summary().caseId(), Clock.Name.PRESERVATION_EXPIRY)
                        .phase(asking.now))
                .isEqualTo(Clock.Phase.OVERDUE);
    }

    @Test
    void secondRequestOfACaseStandsInTheSameCaseOnBothSides() throws Refused {
        RequestId one = send(Requests.draft());
        asking.deliver();
        CaseId caseId = asking.view(one).summary().caseId();
        RequestId two = send(Requests.draft().withCaseId(caseId));
        asking.deliver();
        assertThat(asked.refusals).isEmpty();
        assertThat(asking.view(two).summary().caseId()).isEqualTo(caseId);
        CaseFile file = asked.casework.caseFile(asked.inbox().caseId(), asked.now);
        assertThat(file.requests()).hasSize(2);
        assertThat(file.timeline()).extracting(TimelineEntry::number).containsExactly(1L, 2L);
        RequestId theirs = file.requests().getLast().id();
        asked.work(turn -> asked.casework.seen(turn, theirs, duty));
        asked.deliver();
        assertThat(asking.state(two)).isEqualTo(PreservationState.SEEN);
        assertThat(asking.state(one)).isEqualTo(PreservationState.SENT);
    }

    @Test
    void clocksRunFromReceiptAndFromPreservation() throws Refused {
        RequestId id = accepted();
        CaseId caseId = asked.inbox().caseId();
        Clock acknowledged = clock(asked, caseId, Clock.Name.ACKNOWLEDGEMENT);
        assertThat(acknowledged.started()).isEqualTo(TestNode.START);
        assertThat(acknowledged.phase(asked.now)).isEqualTo(Clock.Phase.MET);
        Clock minimum = clock(asked, caseId, Clock.Name.PRESERVATION_MINIMUM);
        assertThat(minimum.reminders())
                .containsExactly(
                        TestNode.START.plus(Duration.ofDays(30)),
                        TestNode.START.plus(Duration.ofDays(45)),
                        TestNode.START.plus(Duration.ofDays(55)));
        Clock domestic = clock(asked, caseId, Clock.Name.DOMESTIC_MAXIMUM);
        assertThat(domestic.due()).isEqualTo(TestNode.START.plus(Duration.ofDays(90)));
        assertThat(domestic.nextLook(asked.now)).contains(TestNode.START.plus(Duration.ofDays(80)));
        assertThat(asking.casework.clocks(asking.view(id).summary().caseId()))
                .extracting(Clock::name)
                .doesNotContain(Clock.Name.DOMESTIC_MAXIMUM)
                .contains(Clock.Name.PRESERVATION_EXPIRY);
        assertThat(minimum.phase(TestNode.START.plus(Duration.ofDays(29)))).isEqualTo(Clock.Phase.RUNNING);
        assertThat(minimum.phase(TestNode.START.plus(Duration.ofDays(30)))).isEqualTo(Clock.Phase.REMINDING);
        assertThat(minimum.phase(TestNode.START.plus(Duration.ofDays(60)))).isEqualTo(Clock.Phase.OVERDUE);
    }

    private static Clock clock(TestNode node, CaseId caseId, Clock.Name name) throws Refused {
        return node.casework.clocks(caseId).stream()
                .filter(clock -> clock.name() == name)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void extensionStartsTheDomesticOrderAnew() throws Refused {
        accepted();
        tick(Duration.ofDays(40));
        UtcTime later = new UtcTime(asked.now.plus(Duration.ofDays(60)));
        asked.work(turn -> asked.casework.extend(turn, theirFirst(), duty, new Answer.Extension(later, List.of())));
        CaseId caseId = asked.inbox().caseId();
        assertThat(clock(asked, caseId, Clock.Name.DOMESTIC_MAXIMUM).started()).isEqualTo(asked.now);
        assertThat(clock(asked, caseId, Clock.Name.PRESERVATION_EXPIRY).reminders())
                .containsExactly(
                        later.instant().minus(Duration.ofDays(30)),
                        later.instant().minus(Duration.ofDays(15)),
                        later.instant().minus(Duration.ofDays(5)));
        assertThat(clock(asked, caseId, Clock.Name.PRESERVATION_MINIMUM).phase(asked.now))
                .isEqualTo(Clock.Phase.MET);
    }

    @Test
    void pagesRunFromTheNewestAndMissNothing() throws Refused {
        for (int i = 0; i < 7; i++) {
            asking.work(turn -> asking.casework.draft(turn, first, Requests.draft()));
        }
        Slice newest = asking.casework.outbox(RequestFilter.ALL, Page.first(3), asking.now);
        Slice middle = asking.casework.outbox(RequestFilter.ALL, newest.next().orElseThrow(), asking.now);
        Slice oldest = asking.casework.outbox(RequestFilter.ALL, middle.next().orElseThrow(), asking.now);
        assertThat(List.of(newest, middle, oldest))
                .flatExtracting(Slice::items)
                .extracting(summary -> summary.id().number())
                .containsExactly(7, 6, 5, 4, 3, 2, 1);
        assertThat(oldest.next()).isEmpty();
    }

    @Test
    void destroyedKeyErasesTextsAndKeepsTheTimeline() throws Refused {
        RequestId id = accepted();
        String keyId = asking.casework
                .caseFile(asking.view(id).summary().caseId(), asking.now)
                .keyId();
        asking.work(turn -> {
            asking.keys.destroy(turn, keyId);
            return keyId;
        });
        RequestView erased = asking.view(id);
        assertThat(erased.request()).isEmpty();
        assertThat(erased.summary().title()).isEmpty();
        assertThat(erased.timeline())
                .isNotEmpty()
                .allMatch(entry -> entry.answer().isEmpty());
        assertThat(erased.summary().state()).isEqualTo(PreservationState.ACCEPTED);
    }

    @Test
    void deliveryShowsHowFarAMessageGot() throws Refused {
        RequestId id = send(Requests.draft());
        assertThat(asking.view(id).summary().delivery()).contains(DeliveryState.LOGGED);
        asking.deliver();
        assertThat(asking.view(id).summary().delivery()).contains(DeliveryState.RECEIVED);
        assertThat(asking.view(id).timeline().getLast().delivery()).contains(DeliveryState.RECEIVED);
        assertThat(asked.inbox().delivery()).isEqualTo(Optional.empty());
    }
}

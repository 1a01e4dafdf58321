package org.comity.node.casework;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.comity.node.access.Officer;
import org.comity.node.access.Role;
import org.comity.node.ledger.Logged;
import org.comity.node.ledger.Refused;
import org.comity.node.record.Approval;
import org.comity.node.record.ApprovalStatement;
import org.comity.node.record.Draft;
import org.comity.node.record.JsonBody;
import org.comity.node.record.Kind;
import org.comity.node.record.MemberId;
import org.comity.node.record.Realm;
import org.comity.node.record.Recipient;
import org.comity.node.record.Ref;
import org.comity.node.record.Urgency;
import org.comity.tlog.Hash;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages that no honest casework writes, one way to be wrong each. */
class IncomingTest {
    private final TestNode[] pair = TestNode.pair();
    private final TestNode asking = pair[0];
    private final TestNode asked = pair[1];
    private Officer first;
    private Officer second;
    private Officer duty;

    @BeforeEach
    void officers() {
        first = asking.approver("of-first");
        second = asking.approver("of-second");
        duty = asked.officer("of-duty", Role.CONTACT_POINT, Role.APPROVER);
    }

    private static Draft draft(TestNode from, String kind, Object body) {
        return Draft.of(
                new Kind(kind),
                Recipient.one(from.peer.member),
                org.comity.node.record.Lane.ORDINARY,
                JsonBody.MEDIA_TYPE,
                body instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : JsonBody.write(body));
    }

    private static Draft signed(TestNode node, Draft draft, Role role, Officer... officers) {
        Draft signed = draft;
        for (Officer officer : officers) {
            signed = signed.withApproval(node.secretOf(officer)
                    .approve(ApprovalStatement.of(
                            draft, Realm.WORLD, node.member, role.word(), node.now.toEpochMilli())));
        }
        return signed;
    }

    private RequestId forged(Draft draft) throws Refused {
        asked.receive(asking.member, asking.forge(draft));
        return asked.inbox().id();
    }

    private void refusedRequest(UnaryOperator<String> change, String sentence) throws Refused {
        String legal = new String(JsonBody.write(Requests.legal()), StandardCharsets.UTF_8);
        String body = change.apply(legal);
        assertThat(body).isNotEqualTo(legal);
        asked.receive(asking.member, asking.forge(draft(asking, "preservation.request", body)));
        assertThat(asked.refusals)
                .singleElement()
                .satisfies(why -> assertThat(why).hasMessageContaining(sentence));
        assertThat(asked.casework
                        .inbox(RequestFilter.ALL, Page.first(5), asked.now)
                        .items())
                .isEmpty();
    }

    private RequestId sent() throws Refused {
        RequestId id = asking.work(turn -> asking.casework.draft(turn, first, Requests.draft()));
        asking.sign(id, first);
        asking.sign(id, second);
        asking.deliver();
        return id;
    }

    private void unsigned(RequestId id, String reason) throws Refused {
        RequestView view = asked.view(id);
        assertThat(view.summary().state()).isEqualTo(PreservationState.UNSIGNED);
        assertThat(view.summary().signatures()).isEqualTo(SignatureStatus.MISSING);
        assertThat(view.timeline().getLast().note()).contains(reason);
        assertThat(view.request()).isPresent();
        for (Refused refusal : List.of(
                asked.refusal(turn -> asked.casework.seen(turn, id, duty)),
                asked.refusal(turn -> asked.casework.accept(turn, id, duty, Requests.acceptance(asked, 60))),
                asked.refusal(turn -> asked.casework.refuse(turn, id, duty, "persecution", "No.")))) {
            assertThat(refusal.code()).isEqualTo(Refused.Code.WRONG_STATE);
        }
    }

    // Requests

    @Test
    void requestWithoutSignaturesIsShownAndNothingIsActedOn() throws Refused {
        unsigned(forged(draft(asking, "preservation.request", Requests.legal())), "approved by 0 officers");
    }

    @Test
    void requestWithOneSignatureIsUnsigned() throws Refused {
        Draft draft = draft(asking, "preservation.request", Requests.legal());
        unsigned(forged(signed(asking, draft, Role.APPROVER, first)), "approved by 1 officers");
    }

    @Test
    void requestSignedTwiceByOneOfficerIsUnsigned() throws Refused {
        Draft draft = draft(asking, "preservation.request", Requests.legal());
        unsigned(forged(signed(asking, draft, Role.APPROVER, first, first)), "approved by 1 officers");
    }

    @Test
    void requestSignedInARoleThatDoesNotSignIsUnsigned() throws Refused {
        Officer one = asking.officer("of-one", Role.DRAFTER);
        Officer two = asking.officer("of-two", Role.DRAFTER);
        Draft draft = draft(asking, "preservation.request", Requests.legal());
        unsigned(forged(signed(asking, draft, Role.DRAFTER, one, two)), "approved by 0 officers");
    }

    @Test
    void requestSignedByKeysOutsideTheCardIsUnsigned() throws Refused {
        Draft draft =
                signed(asking, draft(asking, "preservation.request", Requests.legal()), Role.APPROVER, first, second);
        asking.strike(second);
        unsigned(forged(draft), "1 of them by keys that are not known");
    }

    @Test
    void requestWithSignaturesOverAnotherBodyIsUnsigned() throws Refused {
        Draft other = signed(
                asking, draft(asking, "preservation.request", Requests.emergency()), Role.APPROVER, first, second);
        Draft draft = draft(asking, "preservation.request", Requests.legal());
        for (Approval approval : other.approvals()) {
            draft = draft.withApproval(approval);
        }
        unsigned(forged(draft), "not over this act");
    }

    @Test
    void requestSignedForAnotherStateIsUnsigned() throws Refused {
        Draft toOther = Draft.of(
                Kinds.REQUEST,
                Recipient.one(new MemberId("XC")),
                org.comity.node.record.Lane.ORDINARY,
                JsonBody.MEDIA_TYPE,
                JsonBody.write(Requests.legal()));
        Draft draft = draft(asking, "preservation.request", Requests.legal());
        for (Approval approval :
                signed(asking, toOther, Role.APPROVER, first, second).approvals()) {
            draft = draft.withApproval(approval);
        }
        unsigned(forged(draft), "not over this act");
    }

    @Test
    void emergencyWithoutAnySignatureIsUnsigned() throws Refused {
        unsigned(
                forged(draft(asking, "preservation.request", Requests.emergency())
                        .withUrgency(Urgency.EMERGENCY)),
                "approved by 0 officers");
    }

    @Test
    void unsignedRequestMayBeWithdrawn() throws Refused {
        RequestId id = forged(draft(asking, "preservation.request", Requests.legal()));
        Ref root = asked.view(id).root().orElseThrow();
        asked.receive(
                asking.member,
                asking.forge(draft(asking, "preservation.withdrawn", new Answer.Withdrawal("Sent in error."))
                        .withRef(root)));
        assertThat(asked.state(id)).isEqualTo(PreservationState.WITHDRAWN);
    }

    @Test
    void lateSignatureMakesAnUnsignedRequestGood() throws Refused {
        Draft draft = draft(asking, "preservation.request", Requests.legal());
        RequestId id = forged(signed(asking, draft, Role.APPROVER, first));
        Ref root = asked.view(id).root().orElseThrow();
        Draft late = draft(asking, "approval.late", new Answer.LateApproval(root.origin(), root.index(), root.entry()))
                .withRef(root)
                .withApproval(
                        signed(asking, draft, Role.APPROVER, second).approvals().getFirst());
        asked.receive(asking.member, asking.forge(late));
        assertThat(asked.refusals).isEmpty();
        assertThat(asked.state(id)).isEqualTo(PreservationState.RECEIVED);
        assertThat(asked.inbox().signatures()).isEqualTo(SignatureStatus.COMPLETE);
    }

    @Test
    void lateSignatureOfTheSameOfficerChangesNothing() throws Refused {
        Draft draft = draft(asking, "preservation.request", Requests.legal());
        RequestId id = forged(signed(asking, draft, Role.APPROVER, first));
        Ref root = asked.view(id).root().orElseThrow();
        Draft late = draft(asking, "approval.late", new Answer.LateApproval(root.origin(), root.index(), root.entry()))
                .withRef(root)
                .withApproval(
                        signed(asking, draft, Role.APPROVER, first).approvals().getFirst());
        asked.receive(asking.member, asking.forge(late));
        assertThat(asked.refusals).hasSize(1);
        assertThat(asked.state(id)).isEqualTo(PreservationState.UNSIGNED);
    }

    @Test
    void lateSignatureOverTheLateMessageItselfIsRefused() throws Refused {
        Draft draft = draft(asking, "preservation.request", Requests.legal());
        RequestId id = forged(signed(asking, draft, Role.APPROVER, first));
        Ref root = asked.view(id).root().orElseThrow();
        Draft late = draft(asking, "approval.late", new Answer.LateApproval(root.origin(), root.index(), root.entry()))
                .withRef(root);
        asked.receive(asking.member, asking.forge(signed(asking, late, Role.APPROVER, second)));
        assertThat(asked.refusals).hasSize(1);
        assertThat(asked.state(id)).isEqualTo(PreservationState.UNSIGNED);
    }

    @Test
    void refusesRequestWithWildcard() throws Refused {
        refusedRequest(body -> body.replace("192.0.2.7", "192.0.2.*"), "is a range");
    }

    @Test
    void refusesRequestWithoutIntentToAskForAssistance() throws Refused {
        refusedRequest(
                body -> body.replace("\"assistanceIntended\":true", "\"assistanceIntended\":false"),
                "legal is true only");
    }

    @Test
    void refusesRequestForTooFewDays() throws Refused {
        refusedRequest(body -> body.replace("\"days\":90", "\"days\":30"), "30 days");
    }

    @Test
    void refusesRequestWithDuplicatedMember() throws Refused {
        refusedRequest(body -> body.replaceFirst("\\{", "{\"days\":60,"), "uplicate");
    }

    @Test
    void refusesRequestWithUnknownMember() throws Refused {
        refusedRequest(body -> body.replaceFirst("\\{", "{\"extra\":1,"), "extra");
    }

    @Test
    void refusesRequestWithControlCharacter() throws Refused {
        refusedRequest(body -> body.replace("A server was", "A \\u0007 server was"), "U+0007");
    }

    @Test
    void refusesEmergencyInEnvelopeOnly() throws Refused {
        asked.receive(
                asking.member,
                asking.forge(
                        draft(asking, "preservation.request", Requests.legal()).withUrgency(Urgency.EMERGENCY)));
        assertThat(asked.refusals)
                .singleElement()
                .satisfies(why -> assertThat(why).hasMessageContaining("states no emergency"));
    }

    @Test
    void refusesOtherMediaType() throws Refused {
        Draft draft = Draft.of(
                Kinds.REQUEST,
                Recipient.one(asked.member),
                org.comity.node.record.Lane.ORDINARY,
                "text/plain",
                new byte[] {'x'});
        asked.receive(asking.member, asking.forge(draft));
        assertThat(asked.refusals)
                .singleElement()
                .satisfies(why -> assertThat(why).hasMessageContaining("text/plain"));
    }

    // Answers

    private void refusedAnswer(RequestId id, Draft draft, String sentence) throws Refused {
        PreservationState before = asking.state(id);
        asking.receive(asked.member, asked.forge(draft));
        assertThat(asking.refusals)
                .singleElement()
                .satisfies(why -> assertThat(why).hasMessageContaining(sentence));
        assertThat(asking.state(id)).isEqualTo(before);
    }

    private Ref root(RequestId id) throws Refused {
        return asking.view(id).root().orElseThrow();
    }

    private Draft acceptance(int days) {
        return draft(asked, "preservation.accepted", Requests.acceptance(asked, days));
    }

    @Test
    void refusesAcceptanceWithoutSignature() throws Refused {
        RequestId id = sent();
        refusedAnswer(id, acceptance(60).withRef(root(id)), "approved by 0 officers");
    }

    @Test
    void refusesAcceptanceBelowTheMinimum() throws Refused {
        RequestId id = sent();
        refusedAnswer(
                id, signed(asked, acceptance(59).withRef(root(id)), Role.APPROVER, duty), "the data is kept until");
    }

    @Test
    void refusesRefusalOnAForbiddenGround() throws Refused {
        RequestId id = sent();
        Draft refusal = draft(asked, "preservation.refused", new Answer.Refusal("bank-secrecy", "40(24)", "Secret."))
                .withRef(root(id));
        refusedAnswer(id, signed(asked, refusal, Role.APPROVER, duty), "is ruled out");
    }

    @Test
    void refusesRefusalWithoutReason() throws Refused {
        RequestId id = sent();
        Draft refusal = draft(
                        asked,
                        "preservation.refused",
                        "{\"article\":\"40(22)\",\"ground\":\"persecution\",\"reason\":\" \"}")
                .withRef(root(id));
        refusedAnswer(id, signed(asked, refusal, Role.APPROVER, duty), "reason of the refusal");
    }

    @Test
    void refusesExtensionOfWhatIsNotPreserved() throws Refused {
        RequestId id = sent();
        Draft extension = draft(
                        asked,
                        "preservation.extended",
                        new Answer.Extension(new UtcTime(asked.now.plusSeconds(9_999_999)), List.of()))
                .withRef(root(id));
        refusedAnswer(id, extension, "nobody can extend");
    }

    @Test
    void refusesSeenTwice() throws Refused {
        RequestId id = sent();
        Ref root = root(id);
        Draft seen = draft(asked, "message.seen", new Answer.Seen(root.origin(), root.index(), root.entry()))
                .withRef(root);
        asking.receive(asked.member, asked.forge(seen));
        refusedAnswer(id, seen, "nobody can see");
    }

    @Test
    void refusesSeenOfAnotherRecord() throws Refused {
        RequestId id = sent();
        Ref root = root(id);
        Draft seen = draft(asked, "message.seen", new Answer.Seen(root.origin(), root.index() + 1, root.entry()))
                .withRef(root);
        refusedAnswer(id, seen, "the body names leaf 1");
    }

    @Test
    void refusesAnswerThatNamesNoRequest() throws Refused {
        RequestId id = sent();
        refusedAnswer(id, signed(asked, acceptance(60), Role.APPROVER, duty), "0 references of relation case");
    }

    @Test
    void refusesAnswerWithTwoRequests() throws Refused {
        RequestId id = sent();
        Draft draft = acceptance(60).withRef(root(id)).withRef(root(id));
        refusedAnswer(id, signed(asked, draft, Role.APPROVER, duty), "2 references of relation case");
    }

    @Test
    void refusesAnswerToAnotherEntryAtThatPlace() throws Refused {
        RequestId id = sent();
        Ref root = root(id);
        Ref other = new Ref("case", root.origin(), root.index(), Hash.sha256(new byte[1]));
        refusedAnswer(id, signed(asked, acceptance(60).withRef(other), Role.APPROVER, duty), "is no request");
    }

    @Test
    void refusesAnswerOfAThirdMember() throws Refused {
        RequestId id = sent();
        Logged forged = asked.forge(signed(asked, acceptance(60).withRef(root(id)), Role.APPROVER, duty));
        asking.receive(new MemberId("XC"), forged);
        assertThat(asking.refusals)
                .singleElement()
                .satisfies(why -> assertThat(why).hasMessageContaining("between XC and this node"));
        assertThat(asking.state(id)).isEqualTo(PreservationState.SENT);
    }

    @Test
    void refusesWithdrawalByTheRequestedSide() throws Refused {
        RequestId id = sent();
        refusedAnswer(
                id,
                draft(asked, "preservation.withdrawn", new Answer.Withdrawal("We withdraw it."))
                        .withRef(root(id)),
                "its sender cannot withdraw");
    }

    @Test
    void refusesAcceptanceByTheRequestingSideItself() throws Refused {
        RequestId id = sent();
        Draft own = draft(asking, "preservation.accepted", Requests.acceptance(asking, 60))
                .withRef(root(id));
        asked.receive(asking.member, asking.forge(signed(asking, own, Role.APPROVER, first)));
        assertThat(asked.refusals)
                .singleElement()
                .satisfies(why -> assertThat(why).hasMessageContaining("its sender cannot accept"));
        assertThat(asked.inbox().state()).isEqualTo(PreservationState.RECEIVED);
    }

    @Test
    void refusesAcceptanceAfterRefusal() throws Refused {
        RequestId id = sent();
        Draft refusal = draft(asked, "preservation.refused", new Answer.Refusal("persecution", "40(22)", "Feared."))
                .withRef(root(id));
        asking.receive(asked.member, asked.forge(signed(asked, refusal, Role.APPROVER, duty)));
        assertThat(asking.state(id)).isEqualTo(PreservationState.REFUSED);
        refusedAnswer(id, signed(asked, acceptance(60).withRef(root(id)), Role.APPROVER, duty), "nobody can accept");
    }

    /** The rows of the database never hold the words of a case. */
    @Test
    void textsLieSealedAtRest() throws Refused {
        sent();
        List<String> found = new ArrayList<>();
        asked.work(turn -> {
            found.addAll(turn.sql()
                    .list(
                            "SELECT cast(title AS TEXT) || cast(record AS TEXT) FROM casework_request",
                            row -> row.text(0)));
            return true;
        });
        assertThat(found).hasSize(1).noneMatch(text -> text.contains("Illegal access"));
    }

    // Own answers that break the procedure

    @Test
    void ownAnswersAreCheckedToo() throws Refused {
        sent();
        RequestId id = asked.inbox().id();
        assertThat(asked.refusal(turn -> asked.casework.accept(turn, id, duty, Requests.acceptance(asked, 59)))
                        .code())
                .isEqualTo(Refused.Code.INVALID);
        assertThat(asked.refusal(turn -> asked.casework.refuse(turn, id, duty, "fiscal", "Taxes.")))
                .hasMessageContaining("is ruled out");
        assertThat(asked.refusal(turn -> asked.casework.refuse(turn, id, duty, "persecution", "")))
                .hasMessageContaining("reason of the refusal");
        UtcTime future = new UtcTime(asked.now.plusSeconds(60));
        assertThat(asked.refusal(turn -> asked.casework.accept(
                        turn,
                        id,
                        duty,
                        new Answer.Acceptance(
                                future, new UtcTime(future.instant().plusSeconds(86_400 * 61)), List.of()))))
                .hasMessageContaining("at or before now");
        assertThat(asked.refusal(turn -> asked.casework.withdraw(turn, id, duty, new Answer.Withdrawal("No."))))
                .hasMessageContaining("only the other side can withdraw");
        assertThat(asked.wire).isEmpty();
    }

    @Test
    void seenGoesOnce() throws Refused {
        sent();
        RequestId id = asked.inbox().id();
        asked.work(turn -> asked.casework.seen(turn, id, duty));
        assertThat(asked.refusal(turn -> asked.casework.seen(turn, id, duty)).code())
                .isEqualTo(Refused.Code.WRONG_STATE);
        assertThat(asked.wire).hasSize(1);
    }

    @Test
    void twoAnswersCannotWaitAtOnce() throws Refused {
        sent();
        RequestId id = asked.inbox().id();
        asked.work(turn -> asked.casework.accept(turn, id, duty, Requests.acceptance(asked, 60)));
        assertThat(asked.refusal(turn -> asked.casework.refuse(turn, id, duty, "persecution", "Feared.")))
                .hasMessageContaining("waits for a signature");
        asked.work(turn -> {
            asked.casework.discard(turn, id, duty);
            return true;
        });
        asked.work(turn -> asked.casework.refuse(turn, id, duty, "persecution", "Feared."));
        assertThat(asked.state(id)).isEqualTo(PreservationState.RECEIVED);
        assertThat(asked.casework.drafts()).hasSize(1);
    }
}

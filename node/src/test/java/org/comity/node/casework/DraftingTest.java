package org.comity.node.casework;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.comity.node.access.Officer;
import org.comity.node.access.Role;
import org.comity.node.ledger.Refused;
import org.comity.node.record.Address;
import org.comity.node.record.Approval;
import org.comity.node.record.Urgency;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DraftingTest {
    private final TestNode[] pair = TestNode.pair();
    private final TestNode node = pair[0];
    private Officer first;
    private Officer second;
    private RequestId id;

    @BeforeEach
    void draft() throws Refused {
        first = node.approver("of-first");
        second = node.approver("of-second");
        id = node.work(turn -> node.casework.draft(turn, first, Requests.draft()));
    }

    private Approval approval(Officer officer, Role role) throws Refused {
        return node.secretOf(officer).approve(node.casework.statement(id, role, node.now));
    }

    private static RequestDraft other() {
        return RequestDraft.of(
                Requests.TO,
                Requests.FROM,
                Urgency.ROUTINE,
                Requests.of(List.of(new Selector.Domain("example.net")), Optional.empty(), "Fraud", "Other.", 61));
    }

    @Test
    void draftIsListedAndReadable() throws Refused {
        assertThat(node.casework.drafts()).singleElement().satisfies(draft -> {
            assertThat(draft.request()).isEqualTo(id);
            assertThat(draft.needed()).isEqualTo(2);
            assertThat(draft.signedBy()).isEmpty();
            assertThat(draft.revision()).isEqualTo(1);
            assertThat(draft.title()).contains("Illegal access");
        });
        assertThat(node.view(id).request()).contains(Requests.legal());
        assertThat(node.view(id).ownReference()).contains(id.toString());
    }

    @Test
    void nothingGoesUnderOneSignature() throws Refused {
        assertThat(node.sign(id, first)).isEmpty();
        assertThat(node.wire).isEmpty();
        assertThat(node.state(id)).isEqualTo(PreservationState.AWAITING_SIGNATURE);
    }

    @Test
    void oneOfficerCannotSignTwice() throws Refused {
        node.sign(id, first);
        Approval again = approval(first, Role.APPROVER);
        assertThat(node.refusal(turn -> node.casework.sign(turn, id, first, again))
                        .code())
                .isEqualTo(Refused.Code.DUPLICATE);
    }

    @Test
    void oneKeyCannotSignForTwoOfficers() throws Refused {
        node.sign(id, first);
        Approval borrowed = approval(first, Role.APPROVER);
        assertThat(node.refusal(turn -> node.casework.sign(turn, id, second, borrowed))
                        .code())
                .isEqualTo(Refused.Code.DUPLICATE);
    }

    @Test
    void drafterHasNoRoleThatSigns() {
        Officer drafter = node.officer("of-drafter", Role.DRAFTER);
        assertThat(TestNode.refused(() -> node.sign(id, drafter)).code()).isEqualTo(Refused.Code.NOT_ALLOWED);
    }

    @Test
    void officerCannotSignInARoleOfOthers() throws Refused {
        Officer both = node.officer("of-both", Role.APPROVER, Role.CENTRAL_AUTHORITY);
        Approval approval = approval(both, Role.CENTRAL_AUTHORITY);
        Officer demoted = new Officer(both.id(), "Officer", java.util.Set.of(Role.APPROVER));
        assertThat(node.refusal(turn -> node.casework.sign(turn, id, demoted, approval))
                        .code())
                .isEqualTo(Refused.Code.NOT_ALLOWED);
    }

    @Test
    void keyOutsideTheCardCannotSign() throws Refused {
        Approval approval = approval(first, Role.APPROVER);
        node.strike(first);
        assertThat(node.refusal(turn -> node.casework.sign(turn, id, first, approval))
                        .code())
                .isEqualTo(Refused.Code.INVALID);
    }

    @Test
    void signatureOverAnotherBodyIsRefused() throws Refused {
        Approval old = approval(first, Role.APPROVER);
        node.work(turn -> {
            node.casework.edit(turn, id, first, other());
            return true;
        });
        assertThat(node.refusal(turn -> node.casework.sign(turn, id, first, old))
                        .code())
                .isEqualTo(Refused.Code.INVALID);
    }

    @Test
    void signatureFromTheFutureIsRefused() throws Refused {
        Approval early = node.secretOf(first)
                .approve(node.casework.statement(id, Role.APPROVER, node.now.plus(Duration.ofMinutes(6))));
        assertThat(node.refusal(turn -> node.casework.sign(turn, id, first, early)))
                .hasMessageContaining("now is");
    }

    @Test
    void editDropsSignaturesVisibly() throws Refused {
        node.sign(id, first);
        node.work(turn -> {
            node.casework.edit(turn, id, second, other());
            return true;
        });
        assertThat(node.state(id)).isEqualTo(PreservationState.DRAFT);
        assertThat(node.lastNote(id)).isEqualTo("changed; 1 signature fell");
        assertThat(node.casework.drafts()).singleElement().satisfies(draft -> {
            assertThat(draft.signedBy()).isEmpty();
            assertThat(draft.revision()).isEqualTo(2);
            assertThat(draft.title()).contains("Fraud");
        });
        node.sign(id, first);
        assertThat(node.sign(id, second)).isPresent();
    }

    @Test
    void sentRequestCannotBeEdited() throws Refused {
        node.sign(id, first);
        node.sign(id, second);
        assertThat(node.refusal(turn -> {
                            node.casework.edit(turn, id, first, other());
                            return true;
                        })
                        .code())
                .isEqualTo(Refused.Code.WRONG_STATE);
        assertThat(node.refusal(turn -> {
                            node.casework.discard(turn, id, first);
                            return true;
                        })
                        .code())
                .isEqualTo(Refused.Code.NOT_FOUND);
    }

    @Test
    void discardedDraftIsWithdrawnWithoutMessage() throws Refused {
        node.sign(id, first);
        node.work(turn -> {
            node.casework.discard(turn, id, first);
            return true;
        });
        assertThat(node.state(id)).isEqualTo(PreservationState.WITHDRAWN);
        assertThat(node.lastNote(id)).isEqualTo("given up; 1 signature fell");
        assertThat(node.wire).isEmpty();
        assertThat(node.casework.drafts()).isEmpty();
    }

    @Test
    void unsentRequestCannotBeWithdrawnByMessage() {
        assertThat(node.refusal(turn -> node.casework.withdraw(turn, id, first, new Answer.Withdrawal("No longer.")))
                        .code())
                .isEqualTo(Refused.Code.WRONG_STATE);
    }

    @Test
    void withoutEmergencyNobodySendsAlone() throws Refused {
        node.sign(id, first);
        assertThat(node.refusal(turn -> node.casework.sendEmergency(turn, id, first)))
                .hasMessageContaining("states no emergency");
    }

    @Test
    void emergencyWithoutAnySignatureDoesNotGo() throws Refused {
        RequestId urgent = node.work(turn -> node.casework.draft(turn, first, Requests.emergencyDraft()));
        assertThat(node.refusal(turn -> node.casework.sendEmergency(turn, urgent, first))
                        .code())
                .isEqualTo(Refused.Code.WRONG_STATE);
    }

    @Test
    void emergencySentAloneCannotBeDiscardedAndOwesAnotherOfficer() throws Refused {
        RequestId urgent = node.work(turn -> node.casework.draft(turn, first, Requests.emergencyDraft()));
        node.sign(urgent, first);
        node.work(turn -> node.casework.sendEmergency(turn, urgent, first));
        assertThat(node.refusal(turn -> {
                            node.casework.discard(turn, urgent, first);
                            return true;
                        })
                        .code())
                .isEqualTo(Refused.Code.WRONG_STATE);
        assertThat(TestNode.refused(() -> node.sign(urgent, first)).code()).isEqualTo(Refused.Code.DUPLICATE);
        assertThat(node.refusal(turn -> node.casework.sendEmergency(turn, urgent, first))
                        .code())
                .isEqualTo(Refused.Code.WRONG_STATE);
    }

    @Test
    void auditorAndAdministratorWriteNothing() {
        for (Role role : List.of(Role.AUDITOR, Role.ADMINISTRATOR)) {
            Officer officer = node.officer("of-" + role.word(), role);
            assertThat(node.refusal(turn -> node.casework.draft(turn, officer, Requests.draft()))
                            .code())
                    .isEqualTo(Refused.Code.NOT_ALLOWED);
        }
    }

    @Test
    void requestToOneselfIsRefused() {
        RequestDraft own =
                RequestDraft.of(Address.parse("XA/justice"), Requests.FROM, Urgency.ROUTINE, Requests.legal());
        assertThat(node.refusal(turn -> node.casework.draft(turn, first, own)).code())
                .isEqualTo(Refused.Code.INVALID);
    }

    @Test
    void requestForTooFewDaysIsRefused() {
        RequestDraft brief = RequestDraft.of(
                Requests.TO,
                Requests.FROM,
                Urgency.ROUTINE,
                Requests.of(List.of(new Selector.Domain("example.org")), Optional.empty(), "Fraud", "Facts.", 59));
        assertThat(node.refusal(turn -> node.casework.draft(turn, first, brief)))
                .hasMessageContaining("60");
    }

    @Test
    void unknownCaseIsRefused() {
        RequestDraft lost = Requests.draft().withCaseId(new CaseId(2020, 5));
        assertThat(node.refusal(turn -> node.casework.draft(turn, first, lost)).code())
                .isEqualTo(Refused.Code.NOT_FOUND);
    }

    @Test
    void unknownRequestIsRefused() {
        assertThat(TestNode.refused(() -> node.casework.request(new RequestId(2020, 5), node.now))
                        .code())
                .isEqualTo(Refused.Code.NOT_FOUND);
        assertThat(TestNode.refused(() -> node.casework.clocks(new CaseId(2020, 5)))
                        .code())
                .isEqualTo(Refused.Code.NOT_FOUND);
    }

    @Test
    void refusedSendingLeavesTheDraftWithItsFirstSignature() throws Refused {
        node.sign(id, first);
        node.recipientKnown = false;
        assertThat(TestNode.refused(() -> node.sign(id, second)).code()).isEqualTo(Refused.Code.NOT_FOUND);
        assertThat(node.state(id)).isEqualTo(PreservationState.AWAITING_SIGNATURE);
        assertThat(node.casework.drafts())
                .singleElement()
                .satisfies(draft -> assertThat(draft.signedBy()).containsExactly(first.id()));
        assertThat(node.log).isEmpty();
    }

    @Test
    void namesCountWithinTheYear() throws Refused {
        node.now = node.now.plus(Duration.ofDays(365));
        RequestId next = node.work(turn -> node.casework.draft(turn, first, Requests.draft()));
        assertThat(id).hasToString("R-2026-000001");
        assertThat(next).hasToString("R-2027-000001");
        assertThat(node.view(next).summary().caseId()).hasToString("C-2027-000001");
    }
}

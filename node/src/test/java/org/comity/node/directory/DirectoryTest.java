package org.comity.node.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.comity.node.access.Officer;
import org.comity.node.access.OfficerId;
import org.comity.node.access.OfficerSecretKey;
import org.comity.node.access.Officers;
import org.comity.node.access.Role;
import org.comity.node.access.Turns;
import org.comity.node.ledger.LedgerCorrupt;
import org.comity.node.ledger.Refused;
import org.comity.node.ledger.Work;
import org.comity.node.record.Approval;
import org.comity.node.record.ApprovalStatement;
import org.comity.node.record.Lane;
import org.comity.node.record.MemberId;
import org.comity.node.record.Realm;
import org.comity.tlog.Hash;
import org.comity.tlog.TreeHead;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DirectoryTest {

    private static final MemberId SELF = new MemberId("XS");
    private static final Set<Role> APPROVER = EnumSet.of(Role.APPROVER);

    private final Turns turns = new Turns(
            Realm.WORLD,
            SELF,
            Stream.concat(Officers.MIGRATIONS.stream(), Directory.MIGRATIONS.stream())
                    .toList());
    private final Members peer = new Members("XA");
    private final OfficerSecretKey first = OfficerSecretKey.generate(peer.entropy);
    private final OfficerSecretKey second = OfficerSecretKey.generate(peer.entropy);
    private final VerifiedCard card = peer.card();
    private Directory directory = load(AddressRule.PUBLIC_ONLY);

    @BeforeEach
    void admitOfficers() throws Refused {
        officer("of-1", first, APPROVER);
        officer("of-2", second, APPROVER);
    }

    @AfterEach
    void close() {
        turns.close();
    }

    @Test
    void recognisesAMemberWithTwoOfficers() throws Refused {
        admit(card);
        Peer found = directory.peer(peer.id).orElseThrow();
        assertThat(found.recognised()).isTrue();
        assertThat(found.since()).isEqualTo(turns.now());
        assertThat(found.origin()).isEqualTo(peer.keys.origin());
        assertThat(found.parcelRecipient()).isEqualTo(peer.keys.parcelIdentity().recipient());
        assertThat(found.policy().verify(peer.checkpoint(9)).head().size()).isEqualTo(9);
        assertThat(found.address().pins())
                .containsExactlyInAnyOrder(
                        peer.keys.tls().pin(), peer.keys.nextTls().pin());
        assertThat(directory.peers()).containsExactly(found);
        assertThat(directory.officer(peer.id, peer.officer.keyId())).isPresent();
    }

    @Test
    void logsTheRecognitionWithItsApprovals() throws Refused {
        admit(card);
        var act = turns.log().getLast();
        assertThat(act.kind().text()).isEqualTo("directory.recognised");
        assertThat(act.lane()).isEqualTo(Lane.OWN);
        assertThat(act.approvals()).hasSize(2);
        assertThat(act.body())
                .isEqualTo(directory.recognition(card, Comparison.WORDS).body());
    }

    @Test
    void bothPinsLeadToTheMember() throws Refused {
        admit(card);
        assertThat(directory.byPin(peer.keys.tls().pin())).map(Peer::member).contains(peer.id);
        assertThat(directory.byPin(peer.keys.nextTls().pin())).map(Peer::member).contains(peer.id);
        assertThat(directory.byPin(new Members("XB").keys.tls().pin())).isEmpty();
    }

    @Test
    void remembersAfterARestart() throws Refused {
        admit(card);
        directory = load(AddressRule.PUBLIC_ONLY);
        assertThat(directory.peer(peer.id)).map(p -> p.card().digest()).contains(card.digest());
        assertThat(directory.byPin(peer.keys.tls().pin())).isPresent();
    }

    @Test
    void refusesToStartOnAStoredCardThatWasChanged() throws Refused {
        admit(card);
        turns.run(turn -> turn.sql()
                .update(
                        "UPDATE directory_card SET bytes = ?",
                        new Members("XB").card().card().bytes()));
        assertThatThrownBy(() -> load(AddressRule.PUBLIC_ONLY))
                .isInstanceOf(LedgerCorrupt.class)
                .hasMessageContaining("no longer has the digest");
    }

    @Test
    void refusesRecognitionByOneOfficer() {
        refused(
                Refused.Code.NOT_ALLOWED,
                turn -> directory.admit(turn, card, Comparison.WORDS, List.of(approve(card, first))));
    }

    @Test
    void refusesRecognitionByOneOfficerTwice() {
        List<Approval> twice = List.of(approve(card, first), approve(card, first));
        refused(Refused.Code.NOT_ALLOWED, turn -> directory.admit(turn, card, Comparison.WORDS, twice));
    }

    @Test
    void refusesApprovalsOfAnotherCard() {
        VerifiedCard other = peer.renewed(card);
        List<Approval> approvals = List.of(approve(card, first), approve(card, second));
        refused(Refused.Code.NOT_ALLOWED, turn -> directory.admit(turn, other, Comparison.WORDS, approvals));
    }

    @Test
    void refusesApprovalsOfAnotherComparison() {
        List<Approval> approvals = List.of(approve(card, first), approve(card, second));
        refused(Refused.Code.NOT_ALLOWED, turn -> directory.admit(turn, card, Comparison.DIGITS, approvals));
    }

    @Test
    void refusesTheApprovalOfAnOfficerWhoLeft() throws Refused {
        List<Approval> approvals = List.of(approve(card, first), approve(card, second));
        turns.run(turn -> Officers.retire(turn, new OfficerId("of-2")));
        refused(Refused.Code.NOT_ALLOWED, turn -> directory.admit(turn, card, Comparison.WORDS, approvals));
    }

    @Test
    void refusesTheApprovalOfAnAdministrator() throws Refused {
        OfficerSecretKey administrator = OfficerSecretKey.generate(peer.entropy);
        officer("of-3", administrator, EnumSet.of(Role.ADMINISTRATOR));
        Approval approval = administrator.approve(statement(card, Role.ADMINISTRATOR));
        refused(
                Refused.Code.NOT_ALLOWED,
                turn -> directory.admit(turn, card, Comparison.WORDS, List.of(approve(card, first), approval)));
    }

    @Test
    void refusesADemonstrationInTheWorld() {
        refused(Refused.Code.NOT_ALLOWED, turn -> directory.admit(turn, card, Comparison.DEMO, List.of()));
    }

    @Test
    void takesADemonstrationWhereTheOperatorAllowsPrivateAddresses() throws Refused {
        directory = load(AddressRule.ALLOW_PRIVATE);
        turns.run(turn -> directory.admit(turn, card, Comparison.DEMO, List.of()));
        assertThat(directory.peer(peer.id)).isPresent();
    }

    @Test
    void exerciseCardAdmitted() {
        VerifiedCard exercise = new Members("XA", Realm.exercise("e1")).card();
        refused(Refused.Code.INVALID, turn -> directory.admit(turn, exercise, Comparison.WORDS, approvals(exercise)));
    }

    @Test
    void refusesACardInOurOwnName() {
        VerifiedCard impostor = new Members("XS").card();
        refused(Refused.Code.INVALID, turn -> directory.admit(turn, impostor, Comparison.WORDS, approvals(impostor)));
    }

    @Test
    void refusesToRecogniseTheSameCardTwice() throws Refused {
        admit(card);
        refused(Refused.Code.DUPLICATE, turn -> directory.admit(turn, card, Comparison.WORDS, approvals(card)));
    }

    @Test
    void refusesThePinOfAnotherMember() throws Refused {
        admit(card);
        Members thief = new Members("XB");
        thief.keys = peer.keys;
        thief.profile = new MemberProfile(
                Realm.WORLD,
                thief.id,
                thief.profile.names(),
                peer.node,
                peer.profile.authorities(),
                thief.profile.addresses(),
                List.of(),
                1);
        VerifiedCard stolen = thief.card();
        refused(Refused.Code.WRONG_STATE, turn -> directory.admit(turn, stolen, Comparison.WORDS, approvals(stolen)));
        assertThat(directory.byPin(peer.keys.tls().pin())).map(Peer::member).contains(peer.id);
    }

    @Test
    void aRefusedAdmissionLeavesNothingBehind() throws Refused {
        assertThatThrownBy(() -> turns.run(turn -> {
                    directory.admit(turn, card, Comparison.WORDS, approvals(card));
                    throw new Refused(Refused.Code.INVALID, "later in the same turn", "none");
                }))
                .isInstanceOf(Refused.class);
        assertThat(directory.peers()).isEmpty();
        admit(card);
        assertThat(directory.peers()).hasSize(1);
    }

    @Test
    void withdrawnMemberIsNotFoundByItsPinsAnyMore() throws Refused {
        admit(card);
        turns.run(turn -> directory.withdraw(turn, peer.id, "treaty ended"));
        assertThat(directory.byPin(peer.keys.tls().pin())).isEmpty();
        assertThat(directory.officer(peer.id, peer.officer.keyId())).isEmpty();
        assertThat(directory.peer(peer.id)).map(Peer::recognised).contains(false);
        assertThat(turns.log().getLast().kind().text()).isEqualTo("directory.recognition-withdrawn");
        directory = load(AddressRule.PUBLIC_ONLY);
        assertThat(directory.byPin(peer.keys.tls().pin())).isEmpty();
        refused(Refused.Code.NOT_FOUND, turn -> directory.withdraw(turn, peer.id, "again"));
        refused(Refused.Code.NOT_FOUND, turn -> directory.update(turn, peer.renewed(card)));
    }

    @Test
    void refusesAWithdrawalWithoutReason() throws Refused {
        admit(card);
        refused(Refused.Code.INVALID, turn -> directory.withdraw(turn, peer.id, " "));
    }

    @Test
    void recognisesAnewAfterWithdrawal() throws Refused {
        admit(card);
        turns.run(turn -> directory.withdraw(turn, peer.id, "suspended"));
        admit(card);
        assertThat(directory.byPin(peer.keys.tls().pin())).isPresent();
    }

    @Test
    void takesChangesUnderTheSameIdentity() throws Refused {
        admit(card);
        peer.keys = peer.keys.rotateTls(peer.entropy).rotateParcel(peer.entropy);
        peer.profile = peer.profile.withAddresses(List.of(URI.create("https://new.xa.example")));
        VerifiedCard next = peer.renewed(card, 4);
        Set<CardChange> changes = turns.run(turn -> directory.update(turn, next));
        assertThat(changes)
                .containsExactlyInAnyOrder(
                        CardChange.TLS_KEYS, CardChange.PARCEL_KEY, CardChange.ADDRESSES, CardChange.CHECKPOINT);
        assertThat(directory.byPin(peer.keys.nextTls().pin())).isPresent();
        assertThat(directory.peer(peer.id).orElseThrow().parcelRecipient())
                .isEqualTo(peer.keys.parcelIdentity().recipient());
        assertThat(turns.log().getLast().kind().text()).isEqualTo("directory.card-taken");
    }

    @Test
    void pinRotationOldKeyLost() throws Refused {
        admit(card);
        NodeKeys before = peer.keys;
        peer.keys = before.rotateTls(peer.entropy);
        assertThat(directory.byPin(peer.keys.tls().pin())).map(Peer::member).contains(peer.id);
        VerifiedCard next = peer.renewed(card);
        turns.run(turn -> directory.update(turn, next));
        assertThat(directory.byPin(before.tls().pin())).isEmpty();
    }

    @Test
    void theSameCardAgainChangesNothing() throws Refused {
        admit(card);
        int acts = turns.log().size();
        Set<CardChange> changes = turns.run(turn -> directory.update(turn, card));
        assertThat(changes).isEmpty();
        assertThat(turns.log()).hasSize(acts);
    }

    @Test
    void cardReplayLowerRevision() throws Refused {
        admit(card);
        VerifiedCard next = peer.renewed(card);
        turns.run(turn -> directory.update(turn, next));
        refusedCard(CardRefused.Code.REVISION_NOT_HIGHER, turn -> directory.update(turn, card));
        refused(Refused.Code.WRONG_STATE, turn -> directory.admit(turn, card, Comparison.WORDS, approvals(card)));
    }

    @Test
    void cardReplayAfterWithdrawal() throws Refused {
        VerifiedCard next = peer.renewed(card);
        admit(next);
        turns.run(turn -> directory.withdraw(turn, peer.id, "suspended"));
        refused(Refused.Code.WRONG_STATE, turn -> directory.admit(turn, card, Comparison.WORDS, approvals(card)));
    }

    @Test
    void refusesOtherBytesUnderTheSameRevision() throws Refused {
        admit(card);
        peer.profile = peer.profile.withAddresses(List.of(URI.create("https://other.xa.example")));
        VerifiedCard same = peer.card();
        refusedCard(CardRefused.Code.REVISION_NOT_HIGHER, turn -> directory.update(turn, same));
    }

    @Test
    void refusesAnotherIdentityWithoutRecognition() throws Refused {
        admit(card);
        peer.identity = IdentityKeys.generate(peer.entropy);
        VerifiedCard other = peer.renewed(card);
        refusedCard(CardRefused.Code.IDENTITY_CHANGED, turn -> directory.update(turn, other));
        admit(other);
        assertThat(directory.peer(peer.id)).map(p -> p.card().digest()).contains(other.digest());
    }

    @Test
    void refusesOtherLogKeysWithoutRecognition() throws Refused {
        admit(card);
        peer.keys = peer.keys.nextGeneration(peer.entropy);
        VerifiedCard other = peer.renewed(card);
        refusedCard(CardRefused.Code.LOG_CHANGED, turn -> directory.update(turn, other));
        admit(other);
        assertThat(directory.peer(peer.id)).map(Peer::origin).contains("node.xa.example/log/g2");
    }

    @Test
    void refusesALowerProtocolVersion() throws Refused {
        MemberProfile p = peer.profile;
        peer.profile = new MemberProfile(
                p.realm(), p.member(), p.names(), p.node(), p.authorities(), p.addresses(), p.officers(), 2);
        VerifiedCard two = peer.card();
        admit(two);
        peer.profile = p;
        VerifiedCard one = peer.renewed(two);
        refusedCard(CardRefused.Code.VERSION_LOWERED, turn -> directory.update(turn, one));
    }

    @Test
    void refusesACheckpointThatGoesBack() throws Refused {
        VerifiedCard five = peer.renewed(card, 5);
        admit(five);
        VerifiedCard four = peer.renewed(five, 4);
        refusedCard(CardRefused.Code.CHECKPOINT_BACK, turn -> directory.update(turn, four));
        VerifiedCard forked = OwnCard.renewed(
                five,
                peer.profile,
                peer.identity,
                peer.keys,
                peer.checkpoint(new TreeHead(5, Hash.sha256(new byte[] {77}))),
                AddressRule.PUBLIC_ONLY,
                Members.ISSUED);
        refusedCard(CardRefused.Code.CHECKPOINT_BACK, turn -> directory.update(turn, forked));
    }

    @Test
    void refusesAnUpdateOfAStranger() {
        refused(Refused.Code.NOT_FOUND, turn -> directory.update(turn, card));
    }

    @Test
    void twoChangesInOneTurnSeeEachOther() throws Refused {
        VerifiedCard next = peer.renewed(card);
        turns.run(turn -> {
            directory.admit(turn, card, Comparison.WORDS, approvals(card));
            return directory.update(turn, next);
        });
        assertThat(directory.peer(peer.id)).map(p -> p.card().digest()).contains(next.digest());
    }

    @Test
    void tellsListenersWhoseEntryChanged() throws Refused {
        List<MemberId> changed = new ArrayList<>();
        directory.onChange(changed::add);
        admit(card);
        turns.run(turn -> directory.withdraw(turn, peer.id, "ended"));
        assertThat(changed).containsExactly(peer.id, peer.id);
    }

    @Test
    void issuesOurOwnCardOnlyUpwards() throws Refused {
        Members own = new Members("XS");
        VerifiedCard one = own.card();
        VerifiedCard two = own.renewed(one);
        turns.run(turn -> directory.issue(turn, one));
        turns.run(turn -> directory.issue(turn, two));
        assertThat(directory.own()).map(VerifiedCard::digest).contains(two.digest());
        refused(Refused.Code.WRONG_STATE, turn -> directory.issue(turn, one));
        refused(Refused.Code.INVALID, turn -> directory.issue(turn, card));
        directory = load(AddressRule.PUBLIC_ONLY);
        assertThat(directory.own()).map(VerifiedCard::digest).contains(two.digest());
    }

    private Directory load(AddressRule rule) {
        return turns.read(sql -> Directory.load(Realm.WORLD, SELF, rule, sql));
    }

    private void officer(String id, OfficerSecretKey key, Set<Role> roles) throws Refused {
        turns.run(turn -> Officers.admit(
                turn, new Officer(new OfficerId(id), "Name of " + id, roles), key.publicKey(roles, 0, Long.MAX_VALUE)));
    }

    private void admit(VerifiedCard admitted) throws Refused {
        turns.run(turn -> directory.admit(turn, admitted, Comparison.WORDS, approvals(admitted)));
    }

    private List<Approval> approvals(VerifiedCard admitted) {
        return List.of(approve(admitted, first), approve(admitted, second));
    }

    private Approval approve(VerifiedCard admitted, OfficerSecretKey key) {
        return key.approve(statement(admitted, Role.APPROVER));
    }

    private ApprovalStatement statement(VerifiedCard admitted, Role role) {
        return ApprovalStatement.of(
                directory.recognition(admitted, Comparison.WORDS),
                Realm.WORLD,
                SELF,
                role.word(),
                turns.now().toEpochMilli());
    }

    private void refused(Refused.Code code, Work<?> work) {
        assertThatThrownBy(() -> turns.run(work))
                .isInstanceOfSatisfying(Refused.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private void refusedCard(CardRefused.Code code, Work<?> work) {
        assertThatThrownBy(() -> turns.run(work))
                .isInstanceOf(Refused.class)
                .cause()
                .isInstanceOfSatisfying(
                        CardRefused.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}

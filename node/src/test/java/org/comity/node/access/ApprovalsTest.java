package org.comity.node.access;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.comity.node.record.Act;
import org.comity.node.record.Algorithm;
import org.comity.node.record.Annex;
import org.comity.node.record.Approval;
import org.comity.node.record.ApprovalStatement;
import org.comity.node.record.AuthorityId;
import org.comity.node.record.Draft;
import org.comity.node.record.Kind;
import org.comity.node.record.Lane;
import org.comity.node.record.MemberId;
import org.comity.node.record.Realm;
import org.comity.node.record.Recipient;
import org.comity.node.record.Stamp;
import org.comity.tlog.Hash;
import org.junit.jupiter.api.Test;

class ApprovalsTest {

    private static final MemberId SENDER = new MemberId("XA");
    private static final long NOW = 1_800_000_000_000L;
    private static final Set<Role> FITTING = EnumSet.of(Role.APPROVER, Role.CENTRAL_AUTHORITY);

    private final SeededEntropy entropy = new SeededEntropy(7);
    private final OfficerSecretKey first = OfficerSecretKey.generate(entropy);
    private final OfficerSecretKey second = OfficerSecretKey.generate(entropy);
    private final List<OfficerKey> known =
            new ArrayList<>(List.of(key(first, Role.APPROVER), key(second, Role.APPROVER)));
    private final Draft draft = Draft.of(
                    new Kind("preservation.request"),
                    Recipient.one(new MemberId("XB")),
                    Lane.URGENT,
                    "application/json",
                    "{\"keep\":1}".getBytes(StandardCharsets.UTF_8))
            .withFromAuthority(new AuthorityId("police"))
            .withToAuthority(new AuthorityId("justice"));

    @Test
    void takesTwoApprovalsByTwoOfficers() {
        Draft approved = approved(draft, first, second);
        assertThatCode(two(approved)).doesNotThrowAnyException();
        assertThatCode(() -> Approvals.requireTwo(act(approved), FITTING, this::lookUp))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesNoApproval() {
        refused(() -> Approvals.requireOne(draft, Realm.WORLD, SENDER, FITTING, this::lookUp), "needed are 1");
    }

    @Test
    void takesOneWhereOneSuffices() {
        assertThatCode(() -> Approvals.requireOne(approved(draft, first), Realm.WORLD, SENDER, FITTING, this::lookUp))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesTwoApprovalsByOneOfficer() {
        Draft twice = draft.withApproval(approve(draft, first, NOW)).withApproval(approve(draft, first, NOW + 1));
        refused(two(twice), "approved by 1");
    }

    @Test
    void refusesOneApprovalWhereTwoAreNeeded() {
        refused(two(approved(draft, first)), "approved by 1");
    }

    @Test
    void refusesAnApprovalOverAnotherBody() {
        otherDraft(
                d -> Draft.of(d.kind(), d.recipient(), d.lane(), d.mediaType(), "{}".getBytes(StandardCharsets.UTF_8))
                        .withFromAuthority(d.fromAuthority())
                        .withToAuthority(new AuthorityId("justice")));
    }

    @Test
    void refusesAnApprovalForAnotherRecipient() {
        otherDraft(d -> copy(d, d.kind(), new MemberId("XC")));
    }

    @Test
    void refusesAnApprovalForAnotherKind() {
        otherDraft(d -> copy(d, new Kind("disclosure.request"), new MemberId("XB")));
    }

    @Test
    void refusesAnApprovalForAnotherAuthority() {
        otherDraft(d -> d.withFromAuthority(new AuthorityId("csirt")));
        otherDraft(d -> d.withToAuthority(new AuthorityId("police")));
    }

    @Test
    void refusesAnApprovalUnderAnotherRulebook() {
        otherDraft(d -> d.withRulebook(Hash.EMPTY_ROOT));
    }

    @Test
    void refusesAnApprovalWithoutTheAnnexAddedLater() {
        otherDraft(d -> d.withAnnex(
                new Annex("order", "en", "application/pdf", Hash.EMPTY_ROOT, 10, Optional.empty(), true, "order.pdf")));
    }

    @Test
    void refusesAnApprovalOfAnExerciseInTheWorld() {
        Draft exercise = draft;
        for (OfficerSecretKey key : List.of(first, second)) {
            exercise = exercise.withApproval(
                    key.approve(ApprovalStatement.of(draft, Realm.exercise("e1"), SENDER, Role.APPROVER.word(), NOW)));
        }
        refused(two(exercise), "not over this act");
    }

    @Test
    void refusesAnApprovalForAnotherSender() {
        Draft approved = approved(draft, first, second);
        refused(
                () -> Approvals.requireTwo(approved, Realm.WORLD, new MemberId("XD"), FITTING, this::lookUp),
                "not over this act");
    }

    @Test
    void refusesAnApprovalWhoseTimeWasChanged() {
        Approval good = approve(draft, first, NOW);
        Approval moved = new Approval(good.role(), good.officerKeyId(), good.algorithm(), NOW + 1, good.signature());
        refused(two(draft.withApproval(moved).withApproval(approve(draft, second, NOW))), "not over this act");
    }

    @Test
    void refusesAFlippedBitAnywhereInASignature() {
        Approval good = approve(draft, first, NOW);
        for (int i = 0; i < good.signature().length; i++) {
            byte[] signature = good.signature();
            signature[i] ^= (byte) (1 << (i % 8));
            Approval bad = new Approval(good.role(), good.officerKeyId(), good.algorithm(), NOW, signature);
            refused(() -> Approvals.verify(draft, Realm.WORLD, SENDER, bad, this::lookUp), "not over this act");
        }
    }

    @Test
    void doesNotCountAnUnknownOfficer() {
        Draft approved = approved(draft, first, OfficerSecretKey.generate(entropy));
        refused(two(approved), "1 of them by keys that are not known");
    }

    @Test
    void refusesARoleTheKeyDoesNotHold() {
        known.set(1, key(second, Role.DRAFTER));
        refused(two(approved(draft, first, second)), "not as approver");
    }

    @Test
    void doesNotCountARoleThatDoesNotFit() {
        known.set(1, key(second, Role.DRAFTER));
        Approval drafter = second.approve(ApprovalStatement.of(draft, Realm.WORLD, SENDER, Role.DRAFTER.word(), NOW));
        refused(two(approved(draft, first).withApproval(drafter)), "approved by 1");
    }

    @Test
    void refusesAKeyBeforeAndAfterItsValidity() {
        for (long[] validity : new long[][] {{NOW + 1, NOW + 10}, {1, NOW}}) {
            known.set(1, second.publicKey(EnumSet.of(Role.APPROVER), validity[0], validity[1]));
            refused(two(approved(draft, first, second)), "not valid at");
        }
    }

    @Test
    void refusesAnAlgorithmItCannotVerify() {
        Approval good = approve(draft, first, NOW);
        Approval passkey = new Approval(good.role(), good.officerKeyId(), Algorithm.WEBAUTHN, NOW, good.signature());
        refused(() -> Approvals.verify(draft, Realm.WORLD, SENDER, passkey, this::lookUp), "algorithm");
    }

    @Test
    void refusesADirectoryThatAnswersWithAnotherKey() {
        Draft approved = approved(draft, first, second);
        refused(
                () -> Approvals.requireTwo(approved, Realm.WORLD, SENDER, FITTING, id -> Optional.of(known.getFirst())),
                "another key");
    }

    private void otherDraft(UnaryOperator<Draft> change) {
        Draft changed = change.apply(draft);
        for (OfficerSecretKey key : List.of(first, second)) {
            changed = changed.withApproval(approve(draft, key, NOW));
        }
        refused(two(changed), "not over this act");
    }

    private static Draft copy(Draft d, Kind kind, MemberId recipient) {
        return Draft.of(kind, Recipient.one(recipient), d.lane(), d.mediaType(), d.body())
                .withFromAuthority(d.fromAuthority())
                .withToAuthority(new AuthorityId("justice"));
    }

    private ThrowingCallable two(Draft approved) {
        return () -> Approvals.requireTwo(approved, Realm.WORLD, SENDER, FITTING, this::lookUp);
    }

    private static void refused(ThrowingCallable call, String why) {
        assertThatThrownBy(call).isInstanceOf(ApprovalRefused.class).hasMessageContaining(why);
    }

    private static Draft approved(Draft draft, OfficerSecretKey... keys) {
        Draft approved = draft;
        for (OfficerSecretKey key : keys) {
            approved = approved.withApproval(approve(draft, key, NOW));
        }
        return approved;
    }

    private static Approval approve(Draft draft, OfficerSecretKey key, long ms) {
        return key.approve(ApprovalStatement.of(draft, Realm.WORLD, SENDER, Role.APPROVER.word(), ms));
    }

    private static Act act(Draft draft) {
        return Act.parse(Act.encode(draft, new Stamp(Realm.WORLD, SENDER, "xa.example/log/g1", 1, NOW)));
    }

    private static OfficerKey key(OfficerSecretKey secret, Role role) {
        return secret.publicKey(EnumSet.of(role), 0, NOW + 1_000_000);
    }

    private Optional<OfficerKey> lookUp(Hash id) {
        return known.stream().filter(key -> key.id().equals(id)).findFirst();
    }
}

package org.comity.node.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
    private static void refuses(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"VN", "BR", "EU", "XK", "ZZ"})
    void acceptsTwoUpperCaseLettersAsAMember(String code) {
        assertThat(new MemberId(code)).hasToString(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "V", "VNM", "vn", "V1", "*", "ÄÖ"})
    void rejectsOtherMembers(String code) {
        refuses(() -> new MemberId(code), "'" + code + "', must be two letters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"justice", "contact-24-7", "a", "abcdefghijklmnopqrstuvwxyz012345"})
    void acceptsAuthorities(String name) {
        assertThat(new AuthorityId(name)).hasToString(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Justice", "a b", "a/b", "ä", "abcdefghijklmnopqrstuvwxyz0123456"})
    void rejectsOtherAuthorities(String name) {
        refuses(() -> new AuthorityId(name), "authority is '");
    }

    @Test
    void addressIsReadAsItIsPrinted() {
        Address address = new Address(new MemberId("VN"), new AuthorityId("justice"));
        assertThat(address).hasToString("VN/justice");
        assertThat(Address.parse("VN/justice")).isEqualTo(address);
        refuses(() -> Address.parse("VN"), "must look like VN/justice");
        refuses(() -> Address.parse("VN/a/b"), "authority is 'a/b'");
    }

    @Test
    void realmIsTheWorldOrAnExercise() {
        assertThat(Realm.WORLD.isExercise()).isFalse();
        assertThat(Realm.exercise("spring-26")).hasToString("exercise/spring-26");
        assertThat(new Realm("exercise/a").isExercise()).isTrue();
        refuses(() -> new Realm("World"), "realm is 'World'");
        refuses(() -> new Realm(""), "realm is ''");
        refuses(() -> new Realm("exercise/"), "exercise is ''");
        refuses(() -> Realm.exercise("a/b"), "exercise is 'a/b'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"padding", "preservation.request", "exchange.received", "a1.b-2"})
    void acceptsKinds(String text) {
        assertThat(new Kind(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a.", ".a", "a..b", "A", "a b", "1a", "a.1", "-a", "a_b"})
    void rejectsOtherKinds(String text) {
        refuses(() -> new Kind(text), "kind is '" + text + "'");
    }

    @Test
    void rejectsAKindOf65Characters() {
        assertThat(new Kind("a".repeat(64)).text()).hasSize(64);
        refuses(() -> new Kind("a".repeat(65)), "1 to 64 characters");
    }

    @ParameterizedTest
    @EnumSource
    void lanesAreReadByTheirNumber(Lane lane) {
        assertThat(Lane.of(lane.number())).isEqualTo(lane);
    }

    @ParameterizedTest
    @EnumSource
    void urgenciesAreReadByTheirNumber(Urgency urgency) {
        assertThat(Urgency.of(urgency.number())).isEqualTo(urgency);
    }

    @ParameterizedTest
    @EnumSource
    void algorithmsAreReadByTheirNumber(Algorithm algorithm) {
        assertThat(Algorithm.of(algorithm.number())).isEqualTo(algorithm);
    }

    @Test
    void rejectsNumbersOutsideTheLists() {
        refuses(() -> Lane.of(4), "lane is 4, must be 0 to 3");
        refuses(() -> Urgency.of(-1), "urgency is -1, must be 0 to 2");
        refuses(() -> Algorithm.of(0), "approval algorithm is 0, must be 1 or 2");
    }

    @Test
    void recipientIsReadAsItIsWritten() {
        for (Recipient recipient :
                new Recipient[] {Recipient.one(SampleRecords.BRAZIL), Recipient.everyone(), Recipient.nobody()}) {
            assertThat(Recipient.parse(recipient.text())).isEqualTo(recipient);
        }
        assertThat(Recipient.everyone().text()).contains("*");
        assertThat(Recipient.nobody().text()).isEmpty();
        refuses(() -> Recipient.parse(Optional.of("")), "member is ''");
    }

    @Test
    void rejectsWrongReferences() {
        refuses(() -> new Ref("", "o", 0, SampleRecords.HASH), "rel is ''");
        refuses(() -> new Ref("r", "", 0, SampleRecords.HASH), "origin has 0");
        refuses(() -> new Ref("r", "a+b", 0, SampleRecords.HASH), "origin is 'a+b'");
        refuses(() -> new Ref("r", "a\u00a0b", 0, SampleRecords.HASH), "no white space");
        refuses(() -> new Ref("r", "o", -1, SampleRecords.HASH), "index is -1");
    }

    @Test
    void rejectsWrongStamps() {
        refuses(() -> new Stamp(Realm.WORLD, SampleRecords.BRAZIL, "o", -1, 0), "sequence is -1");
        refuses(() -> new Stamp(Realm.WORLD, SampleRecords.BRAZIL, "o", 0, -1), "time is -1");
        refuses(() -> new Stamp(Realm.WORLD, SampleRecords.BRAZIL, "o".repeat(256), 0, 0), "origin has 256");
    }

    @Test
    void approvalOwnsItsSignature() {
        byte[] signature = new byte[64];
        Approval approval = new Approval("judge", SampleRecords.HASH, Algorithm.ED25519, 1, signature);
        signature[0] = 1;
        approval.signature()[1] = 1;
        assertThat(approval.signature()).containsOnly(0);
        assertThat(approval)
                .isEqualTo(new Approval("judge", SampleRecords.HASH, Algorithm.ED25519, 1, new byte[64]))
                .isNotEqualTo(new Approval("judge", SampleRecords.HASH, Algorithm.ED25519, 1, signature));
    }

    @Test
    void rejectsWrongApprovals() {
        refuses(() -> new Approval("Judge", SampleRecords.HASH, Algorithm.ED25519, 1, new byte[64]), "role is 'Judge'");
        refuses(() -> new Approval("judge", SampleRecords.HASH, Algorithm.ED25519, -1, new byte[64]), "time is -1");
        refuses(
                () -> new Approval("judge", SampleRecords.HASH, Algorithm.ED25519, 1, new byte[65]),
                "65 bytes, ED25519 needs 64 to 64");
        refuses(
                () -> new Approval("judge", SampleRecords.HASH, Algorithm.WEBAUTHN, 1, new byte[0]),
                "0 bytes, WEBAUTHN needs 1 to 4096");
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "pt-BR", "zh-Hant-TW", "und", "de-1996", "x-private"})
    void acceptsLanguageTags(String tag) {
        assertThat(annex("order", tag, "a/b", 0, "").language()).isEqualTo(tag);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "en-", "1a", "en_GB", "abcdefghi", "é"})
    void rejectsOtherLanguages(String tag) {
        refuses(() -> annex("order", tag, "a/b", 0, ""), "language is '" + tag + "'");
    }

    @Test
    void rejectsWrongAnnexes() {
        refuses(() -> annex("", "en", "a/b", 0, ""), "annex kind is ''");
        refuses(() -> annex("order", "en", "pdf", 0, ""), "media type is 'pdf'");
        refuses(() -> annex("order", "en", "/pdf", 0, ""), "media type is '/pdf'");
        refuses(() -> annex("order", "en", "a/", 0, ""), "media type is 'a/'");
        refuses(() -> annex("order", "en", "a/b", -1, ""), "annex length is -1");
        refuses(() -> annex("order", "en", "a/b", 0, "a\0"), "annex name has a control character");
        refuses(() -> annex("order", "en", "a/b", 0, "a".repeat(256)), "annex name has 256 characters");
        refuses(
                () -> new Annex(
                        "order", "en", "a/b", SampleRecords.HASH, 0, Optional.of(SampleRecords.HASH), false, ""),
                "its own translation");
    }

    private static Annex annex(String kind, String language, String mediaType, long length, String name) {
        return new Annex(kind, language, mediaType, SampleRecords.HASH, length, Optional.empty(), false, name);
    }

    @Test
    void draftKeepsWhatItIsNotAskedToChange() {
        Draft full = SampleRecords.full();
        Draft changed = full.withUrgency(Urgency.URGENT);
        assertThat(changed.caseId()).isEqualTo("case-5");
        assertThat(changed.annexes()).isEqualTo(full.annexes());
        assertThat(changed.approvals()).isEqualTo(full.approvals());
        assertThat(changed.refs()).isEqualTo(full.refs());
        assertThat(changed.expiryMs()).isEqualTo(full.expiryMs());
        assertThat(changed.rulebook()).isEqualTo(full.rulebook());
        assertThat(changed.fromAuthority()).isEqualTo(full.fromAuthority());
        assertThat(changed.toAuthority()).isEqualTo(full.toAuthority());
        assertThat(changed.ownReference()).isEqualTo(full.ownReference());
        assertThat(changed.foreignReferences()).isEqualTo(full.foreignReferences());
        assertThat(changed.mediaType()).isEqualTo(full.mediaType());
        assertThat(changed.body()).isEqualTo(full.body());
        assertThat(full.urgency()).isEqualTo(Urgency.EMERGENCY);
        assertThat(changed.urgency()).isEqualTo(Urgency.URGENT);
    }

    @Test
    void rejectsWrongDrafts() {
        Draft draft = SampleRecords.plain();
        refuses(
                () -> Draft.of(SampleRecords.KIND, Recipient.everyone(), Lane.URGENT, "a/b", new byte[0]),
                "lane URGENT does not go with recipient *");
        refuses(
                () -> Draft.of(SampleRecords.KIND, Recipient.nobody(), Lane.PUBLIC, "a/b", new byte[0]),
                "lane PUBLIC does not go with recipient null");
        refuses(
                () -> Draft.of(SampleRecords.KIND, Recipient.nobody(), Lane.OWN, "a/b", new byte[0])
                        .withToAuthority(AuthorityId.NODE),
                "goes to nobody");
        refuses(() -> draft.withExpiryMs(-1), "expiry is -1");
        refuses(() -> draft.withOwnReference(""), "own reference has 0");
        refuses(() -> draft.withForeignReference("a".repeat(129)), "foreign reference has 129");
        refuses(() -> draft.withCaseId("a\n"), "case has a control character");
        refuses(
                () -> {
                    Draft many = draft;
                    for (int i = 0; i < 17; i++) {
                        many = many.withApproval(SampleRecords.approval());
                    }
                },
                "approvals are 17, at most 16");
    }
}

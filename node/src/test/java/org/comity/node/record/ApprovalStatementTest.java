package org.comity.node.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.comity.node.cbor.CborReader;
import org.comity.node.cbor.CborWriter;
import org.comity.tlog.Hash;
import org.junit.jupiter.api.Test;

class ApprovalStatementTest {
    private static byte[] statement(Draft draft) {
        return ApprovalStatement.of(draft, Realm.WORLD, SampleRecords.BRAZIL, "prosecutor", 5)
                .bytes();
    }

    @Test
    void receiverDerivesWhatTheOfficerSigned() {
        Draft draft = SampleRecords.full();
        Approval approval = draft.approvals().getFirst();
        ApprovalStatement signed =
                ApprovalStatement.of(draft, Realm.WORLD, SampleRecords.BRAZIL, approval.role(), approval.timeMs());
        Act act = Act.parse(Act.encode(draft, SampleRecords.STAMP));
        assertThat(act.statement(act.approvals().getFirst())).isEqualTo(signed);
        assertThat(act.statement(act.approvals().getFirst()).bytes()).isEqualTo(signed.bytes());
    }

    @Test
    void receiverDerivesItWithoutAnnexesToo() {
        Draft draft = SampleRecords.plain().withApproval(SampleRecords.approval());
        ApprovalStatement signed = ApprovalStatement.of(
                draft,
                Realm.WORLD,
                SampleRecords.BRAZIL,
                "prosecutor",
                SampleRecords.approval().timeMs());
        Act act = Act.parse(Act.encode(draft, SampleRecords.STAMP));
        assertThat(act.statement(act.approvals().getFirst())).isEqualTo(signed);
    }

    @Test
    void layoutIsFixed() {
        CborReader in = new CborReader(statement(SampleRecords.full()));
        assertThat(in.array()).isEqualTo(13);
        assertThat(in.text()).isEqualTo("comity/approval/v1");
        assertThat(in.text()).isEqualTo("world");
        assertThat(in.text()).isEqualTo("preservation.request");
        assertThat(in.text()).isEqualTo("BR");
        assertThat(in.text()).isEqualTo("justice");
        assertThat(in.text()).isEqualTo("VN");
        assertThat(in.text()).isEqualTo("csirt");
        assertThat(in.text()).isEqualTo("application/json");
        assertThat(in.bytes()).isEqualTo(Hash.sha256(SampleRecords.ascii("{}")).bytes());
        CborWriter annexes = new CborWriter();
        RecordWriter.annexes(annexes, List.of(SampleRecords.annex(), SampleRecords.translation()));
        assertThat(in.bytes()).isEqualTo(Hash.sha256(annexes.toBytes()).bytes());
        assertThat(in.bytes()).isEqualTo(SampleRecords.OTHER.bytes());
        assertThat(in.text()).isEqualTo("prosecutor");
        assertThat(in.uint()).isEqualTo(5);
        in.end();
    }

    @Test
    void absentFieldsAreNull() {
        Draft own = Draft.of(SampleRecords.KIND, Recipient.nobody(), Lane.OWN, "a/b", new byte[0]);
        CborReader in = new CborReader(statement(own));
        in.array();
        for (int i = 0; i < 5; i++) {
            in.skip();
        }
        in.nil();
        in.nil();
        in.skip();
        in.skip();
        assertThat(in.bytes()).isEqualTo(Hash.sha256(new byte[] {(byte) 0x80}).bytes());
        in.nil();
    }

    /** Each change asks for something else, so no signature may cover two of them. */
    @Test
    void everyBoundFieldChangesTheBytes() {
        Draft base = SampleRecords.full();
        Draft otherBody = Draft.of(base.kind(), base.recipient(), base.lane(), base.mediaType(), new byte[1]);
        Draft plain = Draft.of(base.kind(), base.recipient(), base.lane(), base.mediaType(), base.body());
        List<byte[]> all = List.of(
                statement(base),
                statement(otherBody),
                statement(plain),
                statement(plain.withFromAuthority(new AuthorityId("police"))),
                statement(plain.withToAuthority(new AuthorityId("police"))),
                statement(plain.withRulebook(SampleRecords.HASH)),
                statement(plain.withAnnex(SampleRecords.annex())),
                statement(Draft.of(new Kind("other"), base.recipient(), base.lane(), base.mediaType(), base.body())),
                statement(Draft.of(
                        base.kind(), Recipient.one(new MemberId("FR")), base.lane(), base.mediaType(), base.body())),
                statement(Draft.of(base.kind(), base.recipient(), base.lane(), "text/plain", base.body())),
                ApprovalStatement.of(plain, Realm.exercise("x"), SampleRecords.BRAZIL, "prosecutor", 5)
                        .bytes(),
                ApprovalStatement.of(plain, Realm.WORLD, SampleRecords.VIETNAM, "prosecutor", 5)
                        .bytes(),
                ApprovalStatement.of(plain, Realm.WORLD, SampleRecords.BRAZIL, "judge", 5)
                        .bytes(),
                ApprovalStatement.of(plain, Realm.WORLD, SampleRecords.BRAZIL, "prosecutor", 6)
                        .bytes());
        assertThat(all.stream().map(Hash::sha256).distinct().count()).isEqualTo(all.size());
    }

    @Test
    void laneAndSequenceDoNotChangeTheBytes() {
        Draft urgent = Draft.of(
                SampleRecords.KIND,
                Recipient.one(SampleRecords.VIETNAM),
                Lane.URGENT,
                "application/json",
                SampleRecords.ascii("{}"));
        assertThat(statement(urgent)).isEqualTo(statement(SampleRecords.plain()));
    }

    @Test
    void refusesARoleThatIsNoWordAndATimeBeforeTheEpoch() {
        Draft draft = SampleRecords.plain();
        assertThatThrownBy(() -> ApprovalStatement.of(draft, Realm.WORLD, SampleRecords.BRAZIL, "", 0))
                .hasMessageContaining("role is ''");
        assertThatThrownBy(() -> ApprovalStatement.of(draft, Realm.WORLD, SampleRecords.BRAZIL, "judge", -1))
                .hasMessageContaining("is -1");
        assertThat(Optional.of(ApprovalStatement.NO_ANNEXES)).contains(Hash.sha256(new byte[] {(byte) 0x80}));
    }
}

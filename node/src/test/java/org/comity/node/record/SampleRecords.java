package org.comity.node.record;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.comity.tlog.Hash;

/** Records that several tests begin with. */
final class SampleRecords {
    static final MemberId BRAZIL = new MemberId("BR");
    static final MemberId VIETNAM = new MemberId("VN");
    static final Kind KIND = new Kind("preservation.request");
    static final Hash HASH = Hash.sha256(new byte[] {1});
    static final Hash OTHER = Hash.sha256(new byte[] {2});
    static final Stamp STAMP = new Stamp(Realm.WORLD, BRAZIL, "node.br.example/log/g1", 7, 1_700_000_000_000L);

    private SampleRecords() {}

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static Draft plain() {
        return Draft.of(KIND, Recipient.one(VIETNAM), Lane.ORDINARY, "application/json", ascii("{}"));
    }

    static Annex annex() {
        return new Annex("order.court", "pt-BR", "application/pdf", HASH, 12_345, Optional.empty(), true, "order.pdf");
    }

    static Annex translation() {
        return new Annex("order.court", "en", "application/pdf", OTHER, 0, Optional.of(HASH), false, "");
    }

    static Approval approval() {
        return new Approval("prosecutor", OTHER, Algorithm.ED25519, 1_699_999_999_000L, new byte[64]);
    }

    static Draft full() {
        return plain().withFromAuthority(new AuthorityId("justice"))
                .withToAuthority(new AuthorityId("csirt"))
                .withRulebook(OTHER)
                .withRef(new Ref("replies-to", "node.vn.example/log/g2", 9, HASH))
                .withExpiryMs(1_800_000_000_000L)
                .withApproval(approval())
                .withAnnex(annex())
                .withAnnex(translation())
                .withOwnReference("2026/17")
                .withForeignReference("VN-88")
                .withForeignReference("VN-89")
                .withUrgency(Urgency.EMERGENCY)
                .withCaseId("case-5");
    }
}

package org.comity.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.comity.tlog.LogException.Fault.BAD_SIGNATURE;
import static org.comity.tlog.LogException.Fault.LIMIT_EXCEEDED;
import static org.comity.tlog.LogException.Fault.MISSING_SIGNATURE;
import static org.comity.tlog.LogException.Fault.QUORUM_NOT_MET;
import static org.comity.tlog.LogException.Fault.WRONG_ORIGIN;
import static org.comity.tlog.Refusals.assertMalformed;
import static org.comity.tlog.Refusals.assertRefused;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PolicyTest {
    private static final SignedCheckpoint SIGNED =
            Fixture.signed(Fixture.tiles(20).head());
    private static final String LOG_LINES =
            "log " + Fixture.LOG_ED.verifierKey().vkey() + " https://log.example/\nlog "
                    + Fixture.LOG_PQ.verifierKey().vkey() + "\n";
    private static final List<SigningKey> WITNESSES = witnesses();
    private static final String TWO_LEVELS = LOG_LINES + witnessLines(6)
            + "group north 2 w0 w1 w2\ngroup south any w3 w4 w5\ngroup both all north south\nquorum both\n";

    private static List<SigningKey> witnesses() {
        List<SigningKey> keys = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            String name = "witness" + i + ".example";
            byte[] seed = Fixture.seed(100 + i);
            keys.add(i % 2 == 0 ? Ed25519CosigningKey.fromSeed(name, seed) : MlDsa44CosigningKey.fromSeed(name, seed));
        }
        return keys;
    }

    private static String witnessLines(int count) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < count; i++) {
            out.append("witness w" + i + " ")
                    .append(WITNESSES.get(i).verifierKey().vkey())
                    .append('\n');
        }
        return out.toString();
    }

    private static Policy policy(String text) {
        return Policy.parse(Fixture.utf8(text));
    }

    private static SignedCheckpoint cosigned(int... witnesses) {
        List<NoteSignature> lines = new ArrayList<>();
        for (int i : witnesses) {
            lines.add(WITNESSES.get(i).sign(SIGNED.checkpoint(), Fixture.NOW + i));
        }
        return SIGNED.withSignatures(lines);
    }

    @Test
    void aMetQuorumGivesTheTimesThatCounted() {
        VerifiedCheckpoint verified = policy(TWO_LEVELS).verify(cosigned(0, 1, 5));
        assertThat(verified.witnessTimes())
                .containsExactlyEntriesOf(new java.util.TreeMap<>(
                        Map.of("w0", Fixture.NOW, "w1", Fixture.NOW + 1, "w5", Fixture.NOW + 5)));
        assertThat(verified.head()).isEqualTo(SIGNED.checkpoint().head());
    }

    @Test
    void anUnmetGroupFailsTheQuorum() {
        Policy policy = policy(TWO_LEVELS);
        assertRefused(QUORUM_NOT_MET, () -> policy.verify(SIGNED));
        assertRefused(QUORUM_NOT_MET, () -> policy.verify(cosigned(0, 1, 2)));
        assertRefused(QUORUM_NOT_MET, () -> policy.verify(cosigned(0, 3, 4, 5)));
        policy.verify(cosigned(1, 2, 3));
    }

    @Test
    void theQuorumMayBeOneWitnessOrNone() {
        Policy one = policy(LOG_LINES + witnessLines(2) + "quorum w1\n");
        one.verify(cosigned(1));
        assertRefused(QUORUM_NOT_MET, () -> one.verify(cosigned(0)));
        assertThat(policy(LOG_LINES + "quorum none\n").verify(SIGNED).witnessTimes())
                .isEmpty();
    }

    @Test
    void aCosignatureWithoutATimeDoesNotCount() {
        Policy policy = policy(LOG_LINES + witnessLines(2) + "quorum w1\n");
        SignedCheckpoint timeless =
                SIGNED.withSignatures(List.of(WITNESSES.get(1).sign(SIGNED.checkpoint(), 0)));
        assertRefused(QUORUM_NOT_MET, () -> policy.verify(timeless));
    }

    @Test
    void aFailingLineOfAKnownWitnessRefusesAll() {
        NoteSignature other = WITNESSES.get(2).sign(Checkpoint.of("other.example", TreeHead.EMPTY), 5);
        SignedCheckpoint spoiled = cosigned(0, 1, 5).withSignatures(List.of(other));
        assertRefused(BAD_SIGNATURE, () -> policy(TWO_LEVELS).verify(spoiled));
    }

    @Test
    void theLogItselfMustHaveSignedWithEveryListedKey() {
        List<NoteSignature> lines = new ArrayList<>(cosigned(0, 1, 5).signatures());
        lines.remove(1);
        SignedCheckpoint stripped = new SignedCheckpoint(SIGNED.checkpoint(), lines);
        assertRefused(MISSING_SIGNATURE, () -> policy(TWO_LEVELS).verify(stripped));
        SignedCheckpoint other =
                SignedCheckpoint.sign(Checkpoint.of("other.example", TreeHead.EMPTY), 1, Fixture.LOG_KEYS);
        assertRefused(WRONG_ORIGIN, () -> policy(TWO_LEVELS).verify(other));
    }

    @Test
    void aPolicyWithoutLogsAddsAQuorumToACheckpointVerifiedElsewhere() {
        Policy policy = policy(witnessLines(1) + "quorum w0\n");
        VerifiedCheckpoint verified = Fixture.LOG_POLICY.verify(cosigned(0));
        assertThat(policy.witnessed(verified).witnessTimes()).containsOnlyKeys("w0");
        assertThat(policy.cosignatures(Fixture.LOG_POLICY.verify(SIGNED))).isEmpty();
        assertRefused(QUORUM_NOT_MET, () -> policy.witnessed(Fixture.LOG_POLICY.verify(SIGNED)));
    }

    @Test
    void blanksTabsAndCommentsAreIgnored() {
        Policy policy = policy("# comment \u00e9\n\n \t \n\t" + LOG_LINES + "  # more\n" + witnessLines(1)
                + "\tgroup\tg  1 w0 \n quorum g\t\n");
        assertThat(policy.logs()).hasSize(2);
        assertThat(policy.logs().get(0).url()).isEqualTo("https://log.example/");
        assertThat(policy.logs().get(1).url()).isEmpty();
        assertThat(policy.witnesses()).extracting(Policy.WitnessLine::name).containsExactly("w0");
        assertThat(policy.groups()).containsExactly(new Policy.Group("g", 1, List.of("w0")));
        assertThat(policy.quorum()).isEqualTo("g");
    }

    @Test
    void errorsNameLineAndColumn() {
        assertThatThrownBy(() -> policy("# one\nquorum  nobody\n")).hasMessageContaining("line 2, column 9");
        assertThatThrownBy(() -> policy("log x+y\n")).hasMessageContaining("line 1, column 5");
        assertThatThrownBy(() -> policy("quorum none more\n")).hasMessageContaining("line 1, column 13");
        assertThatThrownBy(() -> policy("quorum no\u0001ne\n")).hasMessageContaining("line 1, column 10");
    }

    @Test
    void malformedPoliciesAreRefused() {
        String one = witnessLines(1);
        String key = WITNESSES.get(0).verifierKey().vkey();
        String logKey = Fixture.LOG_ED.verifierKey().vkey();
        for (String bad : List.of(
                "",
                one,
                "quorum none",
                "quorum none\nquorum none\n",
                "quorum w0\n" + one,
                "quorum\n",
                "Quorum none\n",
                "\u2003quorum none\n",
                one + one + "quorum none\n",
                one + "witness w9 " + key + "\nquorum none\n",
                "witness none " + key + "\nquorum none\n",
                "witness w0 " + logKey + "\nquorum none\n",
                "witness w0\nquorum none\n",
                "witness w0 " + key + " url more\nquorum none\n",
                "log " + key + "\nquorum none\n",
                LOG_LINES + LOG_LINES + "quorum none\n",
                one + "group g 0 w0\nquorum g\n",
                one + "group g 2 w0\nquorum g\n",
                one + "group g 01 w0\nquorum g\n",
                one + "group g some w0\nquorum g\n",
                one + "group g any\nquorum w0\n",
                one + "group g any g\nquorum g\n",
                one + "group g any none\nquorum g\n",
                one + "group g any w0 w0\nquorum g\n",
                one + "group w0 any w0\nquorum w0\n",
                one + "group g any w0\ngroup h any w0\nquorum g\n",
                "quorum none\r\n")) {
            assertMalformed(() -> policy(bad));
        }
    }

    @Test
    void sameBytesUnderTwoTypesAreOneKey() {
        byte[] point = WITNESSES.get(0).verifierKey().publicKey();
        String renamed = Ed25519CosignatureKey.of("another.example", point).vkey();
        assertMalformed(() -> policy(witnessLines(1) + "witness w1 " + renamed + "\nquorum none\n"));
    }

    @Test
    void upTo256OfEachAreAccepted() {
        StringBuilder text = new StringBuilder();
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < 256; i++) {
            text.append("witness m" + i + " " + manyKey(i) + "\n");
            names.append(" m" + i);
        }
        String group = "group g 200" + names + "\nquorum g\n";
        assertThat(policy(text + group).witnesses()).hasSize(256);
        String more = text + "witness m256 " + manyKey(256) + "\n" + group;
        assertRefused(LIMIT_EXCEEDED, () -> policy(more));
    }

    private static String manyKey(int i) {
        byte[] seed = Hash.sha256(Fixture.utf8("witness " + i)).bytes();
        return Ed25519CosigningKey.fromSeed("many" + i, seed).verifierKey().vkey();
    }
}

package org.comity.node.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.comity.tlog.Hash;
import org.comity.tlog.VerifierKey;
import org.junit.jupiter.api.Test;

/** Bundles that hold, and how far they convince. */
class BundleTest {

    @Test
    void roundTripIsAnchoredInTheExportersIdentity() throws IOException {
        TestCase test = TestCase.inWorld();
        Verdict verdict = TestCase.verify(test.bundle(), Anchors.identity(TestCase.words(test.a)));
        assertThat(verdict).isInstanceOf(Verdict.Anchored.class);
        assertThat(verdict.exitCode()).isZero();
        assertThat(((Verdict.Anchored) verdict).through())
                .anyMatch(words -> words.startsWith("XA by its identity"))
                .anyMatch(
                        words -> words.startsWith("XB by the recognition of XA in records/0001-directory.recognised"));
        assertThat(verdict.report().checks()).noneMatch(check -> check.outcome() == Report.Outcome.LACKS);
        assertThat(verdict.text())
                .contains("approved by approver")
                .contains("received by XB")
                .contains("custody of")
                .contains("; cosigned by node.xb.example/witness/g1 at 2027-01-15T08:00:05Z");
    }

    @Test
    void digitsAndTheDigestOfTheIdentityAnchorToo() throws IOException {
        TestCase test = TestCase.inWorld();
        byte[] bundle = test.bundle();
        for (String anchor : List.of(
                test.a.card().fingerprint().digits(),
                test.a.identity.publicKeys().digest().hex())) {
            assertThat(TestCase.verify(bundle, Anchors.identity(anchor))).isInstanceOf(Verdict.Anchored.class);
        }
    }

    @Test
    void withoutAnAnchorItIsProvenAndSaysPlainlyThatItIsNotAnchored() throws IOException {
        Verdict verdict = TestCase.verify(TestCase.inWorld().bundle(), Anchors.NONE);
        assertThat(verdict).isInstanceOf(Verdict.Proven.class);
        assertThat(verdict.exitCode()).isZero();
        assertThat(verdict.sentence()).startsWith("PROVEN, NOT ANCHORED").contains("you gave no anchor");
    }

    @Test
    void packageWithOwnKeys() throws IOException {
        TestCase real = TestCase.inWorld();
        TestCase forged = TestCase.ofStrangers();
        assertThat(forged.a.keys.origin()).isEqualTo(real.a.keys.origin());
        Verdict verdict = TestCase.verify(forged.bundle(), Anchors.identity(TestCase.words(real.a)));
        assertThat(verdict).isInstanceOf(Verdict.Proven.class);
        assertThat(verdict.exitCode()).isEqualTo(4);
        assertThat(((Verdict.Proven) verdict).open()).anyMatch(words -> words.contains("is of no member in this file"));
    }

    @Test
    void theAnchorOfTheOtherMemberDoesNotReachTheExporter() throws IOException {
        TestCase test = TestCase.inWorld();
        Verdict verdict = TestCase.verify(test.bundle(), Anchors.identity(TestCase.words(test.b)));
        assertThat(verdict).isInstanceOf(Verdict.Proven.class);
        assertThat(((Verdict.Proven) verdict).open()).containsExactly("nothing leads from your anchor to XA");
    }

    @Test
    void bothIdentitiesAnchorWithoutARecognition() throws IOException {
        TestCase test = TestCase.inWorld();
        test.records.clear();
        Anchors both = new Anchors(List.of(TestCase.words(test.a), TestCase.words(test.b)), List.of(), 0);
        assertThat(TestCase.verify(test.bundle(), both)).isInstanceOf(Verdict.Anchored.class);
        assertThat(TestCase.verify(test.bundle(), Anchors.identity(TestCase.words(test.a))))
                .isInstanceOf(Verdict.Proven.class);
    }

    @Test
    void recognitionWithoutComparingLeadsNowhereInTheWorld() throws IOException {
        TestCase test = TestCase.recognisedWithoutComparing();
        Verdict verdict = TestCase.verify(test.bundle(), Anchors.identity(TestCase.words(test.a)));
        assertThat(verdict).isInstanceOf(Verdict.Proven.class);
        assertThat(verdict.sentence()).contains("without comparing its fingerprint");
    }

    @Test
    void recognitionByOneOfficerLeadsNowhere() throws IOException {
        TestCase test = TestCase.inWorld();
        var alone = org.comity.node.record.Draft.of(
                Recognition.KIND,
                org.comity.node.record.Recipient.nobody(),
                org.comity.node.record.Lane.OWN,
                "application/cbor",
                test.recognition().body());
        test.own.set(0, test.a.log(test.a.approved(alone, test.a.first)));
        test.collect();
        Verdict verdict = TestCase.verify(test.bundle(), Anchors.identity(TestCase.words(test.a)));
        assertThat(verdict).isInstanceOf(Verdict.Proven.class);
        assertThat(verdict.sentence()).contains("nothing leads from your anchor to XB");
    }

    @Test
    void anAnchorOfNobodyHereIsPointedOutBesideOneThatHolds() throws IOException {
        TestCase test = TestCase.inWorld();
        Anchors two =
                new Anchors(List.of(TestCase.words(test.a), TestCase.words(TestCase.ofStrangers().b)), List.of(), 0);
        Verdict verdict = TestCase.verify(test.bundle(), two);
        assertThat(verdict).isInstanceOf(Verdict.Anchored.class);
        assertThat(verdict.text()).contains("is of no member in this file");
    }

    @Test
    void witnessesAnchorEveryCheckpoint() throws IOException {
        TestCase test = TestCase.inWorld();
        List<VerifierKey> both = java.util.stream.Stream.concat(
                        test.a.keys.witnessKeys().stream(), test.b.keys.witnessKeys().stream())
                .toList();
        byte[] bundle = test.bundle();
        Verdict one = TestCase.verify(bundle, new Anchors(List.of(), both, 1));
        assertThat(one).isInstanceOf(Verdict.Anchored.class);
        assertThat(one.sentence()).contains("node.xa.example/log/g1 and node.xb.example/log/g1", "not whose it is");
        Verdict tooMany = TestCase.verify(bundle, new Anchors(List.of(), both, 2));
        assertThat(tooMany).isInstanceOf(Verdict.Proven.class);
        assertThat(tooMany.sentence()).contains("is cosigned by 1 of your witnesses, you ask for 2");
    }

    @Test
    void withoutTheCardOfAMemberItIsIntactOnly() throws IOException {
        TestCase test = TestCase.inWorld();
        test.cards.removeIf(card -> card.member().equals(test.b.id));
        Verdict verdict = TestCase.verify(test.bundle(), Anchors.identity(TestCase.words(test.a)));
        assertThat(verdict).isInstanceOf(Verdict.Intact.class);
        assertThat(verdict.exitCode()).isEqualTo(5);
        assertThat(verdict.sentence()).contains("no card here has the keys of the log node.xb.example/log/g1");
    }

    @Test
    void aMessageWithoutReceiptIsProvenAndSaysSo() throws IOException {
        TestCase test = TestCase.inWorld();
        test.messages.set(0, new BundledMessage(test.messages.getFirst().message()));
        Verdict verdict = TestCase.verify(test.bundle(), Anchors.NONE);
        assertThat(verdict).isInstanceOf(Verdict.Proven.class);
        assertThat(verdict.text()).contains("no receipt of the recipient is in this bundle");
    }

    @Test
    void anItemMayStayOutsideTheBundle() throws IOException {
        TestCase test = TestCase.inWorld();
        test.evidence.set(0, TestCase.item(Optional.empty()));
        Verdict verdict = TestCase.verify(test.bundle(), Anchors.NONE);
        assertThat(verdict.text()).contains("the item itself is not included");
    }

    @Test
    void anEmptyBundleIsProven() throws IOException {
        TestCase test = TestCase.inWorld();
        test.messages.clear();
        test.records.clear();
        test.evidence.clear();
        assertThat(TestCase.verify(test.bundle(), Anchors.identity(TestCase.words(test.a))))
                .isInstanceOf(Verdict.Anchored.class);
    }

    @Test
    void anEmergencySentByOneOfficerIsShownAsSuch() throws IOException {
        TestCase test = TestCase.inWorld();
        test.request = test.a.log(test.a.approved(test.emergency(), test.a.first));
        test.requestReceipt = test.b.log(TestCase.receipt(test.a, test.request, test.b));
        test.collect();
        assertThat(TestCase.verify(test.bundle(), Anchors.NONE).text())
                .contains("sent in an emergency by approver")
                .contains("no second signature is in this bundle");
    }

    @Test
    void theSameContentsGiveTheSameBytes() throws IOException {
        assertThat(TestCase.inWorld().bundle()).isEqualTo(TestCase.inWorld().bundle());
    }

    @Test
    void theJsonOfTheVerdictHoldsEveryCheck() throws IOException {
        Verdict verdict = TestCase.verify(TestCase.inWorld().bundle(), Anchors.NONE);
        assertThat(new String(verdict.json(), StandardCharsets.UTF_8))
                .contains("\"verdict\":\"proven\"")
                .contains("\"exitCode\":0")
                .contains("\"file\":\"manifest.record\"");
    }

    @Test
    void refusesToWriteEvidenceOfAnotherDigest() {
        TestCase test = TestCase.inWorld();
        test.evidence.set(0, TestCase.item(Optional.of(ByteSource.of(new byte[TestCase.EVIDENCE.length]))));
        assertThatThrownBy(test::bundle)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(TestCase.ITEM);
    }

    @Test
    void refusesToFinishWhenEvidenceChangesWhileItIsWritten() {
        TestCase test = TestCase.inWorld();
        AtomicInteger opened = new AtomicInteger();
        test.evidence.set(
                0,
                TestCase.item(Optional.of(() -> ByteSource.of(
                                opened.getAndIncrement() == 0 ? TestCase.EVIDENCE : new byte[TestCase.EVIDENCE.length])
                        .open())));
        assertThatThrownBy(test::bundle).isInstanceOf(IOException.class).hasMessageContaining("changed while");
    }

    @Test
    void refusesToWriteUnderTheExportOfAnotherManifest() throws IOException {
        TestCase test = TestCase.inWorld();
        BundleWriter writer = BundleWriter.prepare(test.contents());
        ProvenRecord other = test.records.getFirst();
        assertThatThrownBy(() -> writer.write(other, Channels.newChannel(new ByteArrayOutputStream())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not the export of this manifest");
    }

    @Test
    void theReportIsolatesAndEscapesForeignText() throws IOException {
        Map<String, byte[]> files = TestCase.unzip(TestCase.inExercise().bundle());
        String html = new String(TestCase.content(files, "report.html"), StandardCharsets.UTF_8);
        assertThat(html)
                .contains("EXERCISE")
                .contains(
                        "<bdi>&lt;/td&gt;&lt;script&gt;alert(1)&lt;/script&gt; [U+202E]gnp.exe &amp; &quot;quoted&quot;</bdi>")
                .contains("<bdi>Member &lt;XA&gt;</bdi>")
                .contains(Hash.sha256(TestCase.EVIDENCE).hex())
                .contains("room &lt;4&gt;")
                .doesNotContain("<script")
                .doesNotContain("\u202e");
    }

    @Test
    void aReportThatSaysSomethingElseIsPointedOut() throws IOException {
        TestCase test = TestCase.inWorld();
        Map<String, byte[]> files = TestCase.unzip(test.bundle());
        files.put("report.html", TestCase.json("<p>All charges are proven.</p>"));
        Verdict verdict = TestCase.verify(TestCase.zip(test.logged(files)), Anchors.NONE);
        assertThat(verdict.report().checks())
                .anyMatch(check -> check.file().equals("report.html") && check.outcome() == Report.Outcome.NOTE);
    }

    @Test
    void verifyTextBringsTheKeysOfAllLogs() throws IOException {
        TestCase test = TestCase.inWorld();
        String text = new String(TestCase.content(TestCase.unzip(test.bundle()), "VERIFY.txt"), StandardCharsets.UTF_8);
        for (TestMember member : List.of(test.a, test.b)) {
            member.keys.logKeys().forEach(key -> assertThat(text).contains("\nlog " + key.vkey() + "\n"));
            assertThat(text).contains(TestCase.words(member));
        }
    }
}

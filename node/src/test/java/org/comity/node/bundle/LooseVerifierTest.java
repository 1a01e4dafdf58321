package org.comity.node.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.comity.tlog.ForkEvidence;
import org.comity.tlog.Hash;
import org.comity.tlog.SignedCheckpoint;
import org.comity.tlog.TreeHead;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are verified one by one, most of them out of an unpacked bundle. */
class LooseVerifierTest {

    private final TestCase test = TestCase.inWorld();

    @TempDir
    private Path folder;

    @BeforeEach
    void unpack() throws IOException {
        for (Map.Entry<String, byte[]> file : TestCase.unzip(test.bundle()).entrySet()) {
            write(file.getKey(), file.getValue());
        }
    }

    private Path write(String name, byte[] bytes) throws IOException {
        Path path = folder.resolve(name);
        Files.createDirectories(path.resolveSibling("."));
        return Files.write(path, bytes);
    }

    private Verdict verify(String name, Anchors anchors) throws IOException {
        return LooseVerifier.verify(folder.resolve(name), anchors);
    }

    private void assertRefused(String name, String reason) {
        assertThatThrownBy(() -> verify(name, Anchors.NONE))
                .isInstanceOf(BundleRefused.class)
                .hasMessageContaining(reason);
    }

    @Test
    void aBundleIsKnownByItsContent() throws IOException {
        write("renamed.bin", test.bundle());
        assertThat(verify("renamed.bin", Anchors.identity(TestCase.words(test.a))))
                .isInstanceOf(Verdict.Anchored.class);
    }

    @Test
    void aProofIsVerifiedWithTheRecordBesideItAndTheCardsAbove() throws IOException {
        String proof = "messages/0001-preservation.request/record.tlog-proof";
        assertThat(verify(proof, Anchors.NONE)).isInstanceOf(Verdict.Proven.class);
        assertThat(verify(proof, Anchors.identity(TestCase.words(test.a)))).isInstanceOf(Verdict.Anchored.class);
        assertThat(verify("manifest.tlog-proof", Anchors.NONE).text()).contains("bundle.exported of XA");
    }

    @Test
    void aProofWithoutCardsIsIntactOnly() throws IOException {
        Files.move(folder.resolve("cards"), folder.resolve("elsewhere"));
        Verdict verdict = verify("messages/0001-preservation.request/receipt.tlog-proof", Anchors.NONE);
        assertThat(verdict).isInstanceOf(Verdict.Intact.class);
        assertThat(verdict.sentence()).contains("no card beside it");
    }

    @Test
    void refusesAProofOfAChangedRecord() throws IOException {
        String name = "messages/0001-preservation.request/record.cbor";
        write(name, Files.readAllBytes(folder.resolve("messages/0002-preservation.accepted/record.cbor")));
        assertRefused("messages/0001-preservation.request/record.tlog-proof", "does not prove the record");
    }

    @Test
    void refusesAProofWithoutItsRecord() throws IOException {
        Files.delete(folder.resolve("manifest.record"));
        assertRefused("manifest.tlog-proof", "does not lie beside it");
    }

    @Test
    void aCardIsProvenByItselfAndAnchoredByItsFingerprint() throws IOException {
        Verdict verdict = verify("cards/XB.card", Anchors.NONE);
        assertThat(verdict.text()).contains(TestCase.words(test.b));
        assertThat(verdict).isInstanceOf(Verdict.Proven.class);
        assertThat(verify("cards/XB.card", Anchors.identity(TestCase.words(test.b))))
                .isInstanceOf(Verdict.Anchored.class);
        assertThat(verify("cards/XB.card", Anchors.identity(TestCase.words(test.a)))
                        .exitCode())
                .isEqualTo(4);
    }

    @Test
    void refusesAChangedCard() throws IOException {
        String armour = Files.readString(folder.resolve("cards/XB.card"));
        char old = armour.charAt(2_000);
        write(
                "cards/XB.card",
                (armour.substring(0, 2_000) + (old == 'A' ? 'B' : 'A') + armour.substring(2_001))
                        .getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> verify("cards/XB.card", Anchors.NONE)).isInstanceOf(BundleRefused.class);
    }

    @Test
    void aCheckpointIsVerifiedWithTheCardsNearby() throws IOException {
        SignedCheckpoint signed = test.a.signed(test.a.head());
        write("head", signed.encode());
        assertThat(verify("head", Anchors.NONE).text()).contains("signed by all keys of its log");
        write(
                "head",
                new SignedCheckpoint(signed.checkpoint(), signed.signatures().subList(0, 1)).encode());
        assertRefused("head", "is not signed by");
    }

    @Test
    void evidenceOfAForkConvictsTheLog() throws IOException {
        SignedCheckpoint one = test.a.signed(test.a.head());
        SignedCheckpoint two = test.a.signed(new TreeHead(test.a.head().size(), Hash.sha256(new byte[] {1})));
        write("fork", new ForkEvidence.SplitView(one, two).encode());
        Verdict verdict = verify("fork", Anchors.identity(TestCase.words(test.a)));
        assertThat(verdict).isInstanceOf(Verdict.Anchored.class);
        assertThat(verdict.text()).contains("of XA signed two histories");
        SignedCheckpoint unsigned = new SignedCheckpoint(two.checkpoint(), one.signatures());
        write("fork", new ForkEvidence.SplitView(one, unsigned).encode());
        assertRefused("fork", "does not hold");
    }

    @Test
    void evidenceWithItsCardInFrontNeedsNothingBesideIt() throws IOException {
        Files.move(folder.resolve("cards"), folder.resolve("elsewhere"));
        SignedCheckpoint one = test.a.signed(test.a.head());
        SignedCheckpoint two = test.a.signed(new TreeHead(test.a.head().size(), Hash.sha256(new byte[] {1})));
        byte[] file = ForkFile.encode(test.a.card(), new ForkEvidence.SplitView(one, two));
        write("fork.txt", file);
        Verdict proven = verify("fork.txt", Anchors.NONE);
        assertThat(proven).isInstanceOf(Verdict.Proven.class);
        assertThat(proven.exitCode()).isZero();
        assertThat(verify("fork.txt", Anchors.identity(TestCase.words(test.a)))).isInstanceOf(Verdict.Anchored.class);
        assertThat(verify("fork.txt", Anchors.identity(TestCase.words(test.b))).exitCode())
                .isEqualTo(4);
        write("fork.txt", ForkFile.encode(test.b.card(), new ForkEvidence.SplitView(one, two)));
        assertThat(verify("fork.txt", Anchors.NONE))
                .as("the card of another log")
                .isInstanceOf(Verdict.Intact.class);
        SignedCheckpoint unsigned = new SignedCheckpoint(two.checkpoint(), one.signatures());
        write("fork.txt", ForkFile.encode(test.a.card(), new ForkEvidence.SplitView(one, unsigned)));
        assertRefused("fork.txt", "does not hold");
        file[2_000] ^= 1;
        write("fork.txt", file);
        assertThatThrownBy(() -> verify("fork.txt", Anchors.NONE)).isInstanceOf(BundleRefused.class);
    }

    @Test
    void refusesWhatIsNoneOfThese() throws IOException {
        for (String text : List.of("", "a letter", "c2sp.org/tlog-proof@v1\n", "PKzip it is not")) {
            write("letter", text.getBytes(StandardCharsets.UTF_8));
            assertThatThrownBy(() -> verify("letter", Anchors.NONE)).isInstanceOf(BundleRefused.class);
        }
    }
}

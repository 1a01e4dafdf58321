package org.comity.node.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.comity.node.bundle.BundleRefusals.assertRefused;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.comity.node.record.Draft;
import org.comity.node.record.Kind;
import org.comity.node.record.Lane;
import org.comity.node.record.Opening;
import org.comity.node.record.Realm;
import org.comity.node.record.Recipient;
import org.comity.tlog.Hash;
import org.comity.tlog.LogProof;
import org.comity.tlog.SignedCheckpoint;
import org.comity.tlog.TreeHead;
import org.junit.jupiter.api.Test;

/** Bundles that must not be believed, each wrong in one way, most of them made by an exporter who logs the manifest honestly. */
class BundleAttackTest {

    private static final String REQUEST = "messages/0001-preservation.request/";

    private final TestCase test = TestCase.inWorld();

    private void replaceRequest() {
        test.requestReceipt = test.b.log(TestCase.receipt(test.a, test.request, test.b));
        test.collect();
    }

    private Map<String, byte[]> files() throws IOException {
        return TestCase.unzip(test.bundle());
    }

    /** Verifies what a dishonest exporter makes of changed files. */
    private void assertExportRefused(Map<String, byte[]> files, String file, String reason) throws IOException {
        assertRefused(TestCase.zip(test.logged(files)), file, reason);
    }

    @Test
    void noChangedByteOfABundleIsAccepted() throws IOException {
        byte[] bundle = test.bundle();
        try (TestCase.Opened opened = new TestCase.Opened(bundle)) {
            Set<Integer> headers = headerBytes(opened);
            for (int at = 0; at < bundle.length; at++) {
                if (headers.contains(at) || at % 97 == 0) {
                    opened.set(at, (byte) (bundle[at] ^ 0x01));
                    int position = at;
                    assertThatThrownBy(() -> BundleVerifier.verify(opened.channel, Anchors.NONE))
                            .as("byte " + position)
                            .isInstanceOf(BundleRefused.class);
                    opened.set(at, bundle[at]);
                }
            }
            assertThat(BundleVerifier.verify(opened.channel, Anchors.NONE)).isInstanceOf(Verdict.Proven.class);
        }
    }

    private static Set<Integer> headerBytes(TestCase.Opened opened) throws IOException {
        Set<Integer> headers = new java.util.HashSet<>();
        CanonicalZip zip = CanonicalZip.read(opened.channel);
        for (StoredFile file : zip.files().values()) {
            for (long at = file.offset(); at < file.dataOffset(); at++) {
                headers.add((int) at);
            }
        }
        for (long at = zip.files().lastEntry().getValue().end(); at < opened.channel.size(); at++) {
            headers.add((int) at);
        }
        return headers;
    }

    @Test
    void aChangedFileUnderARewrittenManifestIsRefusedByTheExport() throws IOException {
        Map<String, byte[]> files = files();
        for (String name : files.keySet()) {
            if (!BundleLayout.MANIFEST_FILES.contains(name)) {
                Map<String, byte[]> changed = new java.util.TreeMap<>(files);
                changed.put(name, flipped(TestCase.content(files, name), TestCase.content(files, name).length / 2));
                byte[] bundle = TestCase.zip(TestCase.relisted(changed));
                assertThatThrownBy(() -> TestCase.verify(bundle, Anchors.NONE))
                        .as(name)
                        .isInstanceOf(BundleRefused.class);
            }
        }
    }

    @Test
    void whatADishonestExporterChangesIsRefusedByTheRecords() throws IOException {
        Map<String, byte[]> files = files();
        Set<String> forPeople = Set.of(BundleLayout.REPORT, BundleLayout.VERIFY);
        for (String name : files.keySet()) {
            if (!BundleLayout.MANIFEST_FILES.contains(name) && !forPeople.contains(name)) {
                Map<String, byte[]> changed = new java.util.TreeMap<>(files);
                changed.put(name, flipped(TestCase.content(files, name), TestCase.content(files, name).length / 2));
                byte[] bundle = TestCase.zip(test.logged(changed));
                assertThatThrownBy(() -> TestCase.verify(bundle, Anchors.NONE))
                        .as(name)
                        .isInstanceOf(BundleRefused.class);
            }
        }
    }

    private static byte[] flipped(byte[] bytes, int at) {
        byte[] copy = bytes.clone();
        copy[at] ^= 1;
        return copy;
    }

    @Test
    void unlistedFile() throws IOException {
        Map<String, byte[]> files = files();
        files.put("zz.txt", new byte[] {1});
        assertRefused(TestCase.zip(files), "zz.txt", "is not listed in the manifest");
    }

    @Test
    void refusesAListedFileOfNoKnownPlace() throws IOException {
        Map<String, byte[]> files = files();
        files.put("zz.txt", new byte[] {1});
        assertExportRefused(files, "zz.txt", "lies in no place that a bundle has");
    }

    @Test
    void refusesASecondFileInTheFolderOfAnItem() throws IOException {
        Map<String, byte[]> files = files();
        files.put("evidence/" + TestCase.ITEM + "/other.txt", new byte[] {1});
        assertExportRefused(files, "evidence/" + TestCase.ITEM + "/other.txt", "another place");
    }

    @Test
    void refusesAMissingFile() throws IOException {
        Map<String, byte[]> files = files();
        files.remove(REQUEST + "record.cbor");
        assertRefused(TestCase.zip(files), REQUEST + "record.cbor", "is listed in the manifest and missing");
    }

    @Test
    void refusesAReceiptWithoutItsProof() throws IOException {
        Map<String, byte[]> files = files();
        files.remove(REQUEST + "receipt.tlog-proof");
        assertExportRefused(files, REQUEST + "receipt.tlog-proof", "is missing");
    }

    @Test
    void refusesAManifestInAnotherForm() throws IOException {
        Map<String, byte[]> files = files();
        byte[] spaced = (new String(TestCase.content(files, "manifest.json"), StandardCharsets.UTF_8) + "\n")
                .getBytes(StandardCharsets.UTF_8);
        files.put("manifest.json", spaced);
        assertRefused(TestCase.zip(files), "manifest.json", "not written in its one form");
    }

    @Test
    void refusesCustodyThatTheRecordsDoNotGive() throws IOException {
        Map<String, byte[]> files = files();
        files.put("custody.json", TestCase.json("{\"events\":[]}"));
        assertExportRefused(files, "custody.json", "not what the records give");
    }

    @Test
    void refusesTheExportOfAnotherManifest() throws IOException {
        Map<String, byte[]> files = files();
        Map<String, byte[]> other = TestCase.unzip(test.bundle());
        test.messages.removeLast();
        Map<String, byte[]> shorter = TestCase.unzip(test.bundle());
        files.put("manifest.record", TestCase.content(shorter, "manifest.record"));
        files.put("manifest.tlog-proof", TestCase.content(shorter, "manifest.tlog-proof"));
        assertThat(TestCase.content(other, "manifest.json")).isEqualTo(TestCase.content(files, "manifest.json"));
        assertRefused(TestCase.zip(files), "manifest.record", "another manifest");
    }

    @Test
    void refusesAnExportThatIsNoExport() throws IOException {
        Map<String, byte[]> files = files();
        files.put("manifest.record", TestCase.content(files, "records/0001-directory.recognised/record.cbor"));
        files.put(
                "manifest.tlog-proof", TestCase.content(files, "records/0001-directory.recognised/record.tlog-proof"));
        assertRefused(TestCase.zip(files), "manifest.record", "not the export by XA");
    }

    @Test
    void refusesARecordUnderTheProofOfAnother() throws IOException {
        Opening request = test.a.opening(test.request);
        LogProof other = test.a.proven(test.acceptanceReceipt).proof();
        test.messages.set(0, new BundledMessage(ProvenRecord.of(request, other)));
        assertRefused(test.bundle(), REQUEST + "record.tlog-proof", "does not prove the record");
    }

    @Test
    void refusesARecordWithAnotherSalt() throws IOException {
        Opening request = test.a.opening(test.request);
        Opening salted = new Opening(new byte[32], request.record());
        test.messages.set(
                0,
                new BundledMessage(
                        ProvenRecord.of(salted, test.a.proven(test.request).proof())));
        assertRefused(test.bundle(), REQUEST + "record.tlog-proof", "does not prove the record");
    }

    @Test
    void strippedMlDsaLine() throws IOException {
        ProvenRecord request = test.a.proven(test.request);
        SignedCheckpoint signed = request.proof().checkpoint();
        SignedCheckpoint stripped = new SignedCheckpoint(
                signed.checkpoint(),
                signed.signatures().stream()
                        .filter(line -> line.bytes().length < 2_000)
                        .toList());
        LogProof proof = LogProof.of(request.index(), request.proof().path(), stripped);
        test.messages.set(0, new BundledMessage(ProvenRecord.of(request.opening(), proof)));
        assertRefused(test.bundle(), REQUEST + "record.tlog-proof", "is not signed by node.xa.example/log/g1");
    }

    @Test
    void refusesARecordInAnotherMembersLog() throws IOException {
        long copied = test.b.log(test.a.opening(test.request));
        LogProof proof = test.b.proof(copied, test.b.signed(test.b.head()));
        test.messages.set(0, new BundledMessage(ProvenRecord.of(test.a.opening(test.request), proof)));
        assertRefused(test.bundle(), REQUEST + "record.tlog-proof", "does not prove the record");
    }

    @Test
    void receiptForAnotherEntry() throws IOException {
        ProvenRecord request = test.a.proven(test.request);
        Draft receipt = TestCase.receipt(test.a, request, Hash.sha256(new byte[] {1}), test.a.head(), test.b);
        test.requestReceipt = test.b.log(receipt);
        test.collect();
        assertRefused(test.bundle(), REQUEST + "receipt.cbor", "with another entry");
    }

    @Test
    void refusesTheReceiptOfAnotherMessage() throws IOException {
        long second = test.a.log(test.a.approved(test.requestDraft(), test.a.first, test.a.second));
        test.requestReceipt = test.b.log(TestCase.receipt(test.a, second, test.b));
        test.collect();
        assertRefused(test.bundle(), REQUEST + "receipt.cbor", "is the receipt of another message");
    }

    @Test
    void refusesAReceiptThatTheSenderGaveItself() throws IOException {
        long self = test.a.log(TestCase.receipt(test.a, test.request, test.a));
        test.messages.set(0, new BundledMessage(test.a.proven(test.request), test.a.proven(self)));
        assertRefused(test.bundle(), REQUEST + "receipt.cbor", "is given by XA to XA");
    }

    @Test
    void refusesAReceiptOfATreeThatCannotHoldTheMessage() throws IOException {
        ProvenRecord request = test.a.proven(test.request);
        TreeHead small = new TreeHead(request.index(), Hash.sha256(new byte[] {1}));
        test.requestReceipt = test.b.log(TestCase.receipt(test.a, request, request.entry(), small, test.b));
        test.collect();
        assertRefused(test.bundle(), REQUEST + "receipt.cbor", "which cannot hold it");
    }

    @Test
    void refusesTwoTreesOfOneSize() throws IOException {
        ProvenRecord request = test.a.proven(test.request);
        TreeHead head = new TreeHead(test.a.head().size() + 2, Hash.sha256(new byte[] {1}));
        test.requestReceipt = test.b.log(TestCase.receipt(test.a, request, request.entry(), head, test.b));
        test.own.set(2, test.a.log(test.custody("sealed", List.of(test.own.get(1)))));
        test.a.log(test.custody("verified", List.of()));
        assertThat(test.a.head().size()).isEqualTo(head.size());
        test.collect();
        assertRefused(test.bundle(), REQUEST + "receipt.cbor", "two different trees of size " + head.size());
    }

    @Test
    void refusesSomethingElseInPlaceOfAReceipt() throws IOException {
        test.messages.set(0, new BundledMessage(test.a.proven(test.request), test.b.proven(test.acceptance)));
        assertThatThrownBy(test::bundle)
                .isInstanceOf(BundleRefused.class)
                .hasMessageContaining("a receipt is of kind exchange.received");
    }

    @Test
    void oneApprovalInsteadOfTwo() throws IOException {
        test.request = test.a.log(test.a.approved(test.requestDraft(), test.a.first));
        replaceRequest();
        assertRefused(test.bundle(), REQUEST + "record.cbor", "approved by 1 officers");
    }

    @Test
    void refusesTwoApprovalsByOneOfficer() throws IOException {
        test.request = test.a.log(test.a.approved(test.requestDraft(), test.a.first, test.a.first));
        replaceRequest();
        assertRefused(test.bundle(), REQUEST + "record.cbor", "approved by 1 officers");
    }

    @Test
    void refusesOfficersOfAnotherMember() throws IOException {
        test.request = test.a.log(test.a.approved(test.requestDraft(), test.b.first, test.b.second));
        replaceRequest();
        assertRefused(test.bundle(), REQUEST + "record.cbor", "2 of them by keys that are not known here");
    }

    @Test
    void refusesApprovalsOfAnotherRequest() throws IOException {
        Draft other = test.a.approved(test.emergency(), test.a.first, test.a.second);
        Draft changed = Draft.of(
                        other.kind(),
                        Recipient.one(test.b.id),
                        Lane.ORDINARY,
                        "application/json",
                        TestCase.json("{\"facts\":\"others\"}"))
                .withApproval(other.approvals().getFirst())
                .withApproval(other.approvals().getLast());
        test.request = test.a.log(changed);
        replaceRequest();
        assertRefused(test.bundle(), REQUEST + "record.cbor", "something in it was changed");
    }

    @Test
    void aLateApprovalCountsAndAFalseOneIsRefused() throws IOException {
        test.request = test.a.log(test.a.approved(test.emergency(), test.a.first));
        replaceRequest();
        ProvenRecord request = test.a.proven(test.request);
        Draft late = Draft.of(
                new Kind("approval.late"),
                Recipient.one(test.b.id),
                Lane.ORDINARY,
                "application/json",
                TestCase.json("{\"entry\":\"" + request.entry().hex() + "\",\"index\":" + request.index()
                        + ",\"origin\":\"" + request.act().origin() + "\"}"));
        Draft second = test.a.approved(test.emergency(), test.a.second);
        test.messages.add(new BundledMessage(
                test.a.proven(test.a.log(late.withApproval(second.approvals().getFirst())))));
        assertThat(TestCase.verify(test.bundle(), Anchors.NONE).text()).contains("a second officer signed later");

        Draft false2 = test.a.approved(late, test.a.second);
        test.messages.set(2, new BundledMessage(test.a.proven(test.a.log(false2))));
        assertRefused(test.bundle(), REQUEST + "record.cbor", "late approval that is not over this request");
    }

    @Test
    void refusesALeftOutCustodyEvent() throws IOException {
        long sealed = test.a.log(test.custody("sealed", List.of(test.own.get(1))));
        test.own.set(2, test.a.log(test.custody("sent", List.of(sealed))));
        test.collect();
        assertRefused(test.bundle(), "records/0003-custody.sent/record.cbor", "breaks the chain of custody");
    }

    @Test
    void refusesACustodyChainWithoutItsBeginning() throws IOException {
        test.own.remove(1);
        test.collect();
        assertRefused(test.bundle(), "records/0002-custody.sent/record.cbor", "must be none, since it is the first");
    }

    @Test
    void refusesCustodyOfAnotherDigest() throws IOException {
        test.own.set(2, test.a.log(test.custody("sent", Hash.sha256(new byte[] {9}), List.of(test.own.get(1)))));
        test.collect();
        assertRefused(test.bundle(), "records/0003-custody.sent/record.cbor", "is about an item with the SHA-256");
    }

    @Test
    void refusesEvidenceOfAnotherDigest() throws IOException {
        Map<String, byte[]> files = files();
        String file = BundleLayout.evidenceFile(TestCase.item(Optional.empty()));
        files.put(file, new byte[TestCase.EVIDENCE.length]);
        assertExportRefused(files, file, "the item is described with");
    }

    @Test
    void refusesACardOfAnotherRealm() throws IOException {
        Map<String, byte[]> files = files();
        TestMember stranger = new TestMember("XB", Realm.exercise("unit-1"), 5);
        files.put("cards/XB.card", TestCase.json(stranger.card().card().armour()));
        assertExportRefused(files, "cards/XB.card", "cannot be believed");
    }

    @Test
    void refusesARecordOfAnotherRealm() throws IOException {
        TestMember exercise = new TestMember("XA", Realm.exercise("unit-1"), 11);
        exercise.log(test.custody("collected", List.of()));
        test.records.set(0, exercise.proven(0));
        assertRefused(test.bundle(), "records/0001-custody.collected/record.tlog-proof", "is of realm exercise/unit-1");
    }

    @Test
    void refusesAFalseCosignature() throws IOException {
        ProvenRecord request = test.a.proven(test.request);
        SignedCheckpoint signed = request.proof().checkpoint();
        SignedCheckpoint older = test.a.signed(new TreeHead(1, Hash.sha256(new byte[] {3})));
        SignedCheckpoint mixed = signed.withSignatures(older.signatures().stream()
                .filter(line -> line.name().contains("witness"))
                .toList());
        LogProof proof = LogProof.of(request.index(), request.proof().path(), mixed);
        test.messages.set(0, new BundledMessage(ProvenRecord.of(request.opening(), proof)));
        assertRefused(test.bundle(), "bundle", "carries a false cosignature");
    }

    @Test
    void refusesTheSameRecordTwice() {
        test.messages.add(test.messages.getFirst());
        assertThatThrownBy(test::contents)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("twice");
    }

    @Test
    void refusesTwoIdentitiesOfOneMember() {
        test.cards.add(new TestMember("XB", Realm.WORLD, 99).card());
        assertThatThrownBy(test::contents).isInstanceOf(IllegalArgumentException.class);
    }
}

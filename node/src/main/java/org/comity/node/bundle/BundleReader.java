package org.comity.node.bundle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.comity.node.directory.AddressRule;
import org.comity.node.directory.Card;
import org.comity.node.directory.CardRefused;
import org.comity.node.directory.VerifiedCard;
import org.comity.node.record.JsonBody;
import org.comity.node.record.Leaf;
import org.comity.node.record.MalformedRecord;
import org.comity.node.record.Opening;
import org.comity.node.record.Realm;
import org.comity.tlog.LogException;
import org.comity.tlog.LogProof;

/**
 * Reads the contents out of a bundle, writes them again in thought, and demands the same files with the same bytes.
 *
 * <p>So a file cannot lie in an unforeseen place, JSON cannot be written in a second way, and {@code custody.json} says what the
 * records say. The two texts for people are compared too, but another version of this program may word them differently; a
 * difference is therefore reported and does not refuse the bundle.
 */
final class BundleReader {

    private static final Pattern RECORD_FOLDER =
            Pattern.compile("((?:messages|records)/[0-9]{4}-[a-z0-9.-]+/)(record|receipt)\\.(cbor|tlog-proof)");
    private static final Pattern CARD = Pattern.compile("cards/[A-Z]{2}(-r[0-9]{1,18})?\\.card");
    private static final Pattern DESCRIPTOR = Pattern.compile("evidence/[a-z0-9-]{1,64}\\.json");
    private static final Pattern INCLUDED = Pattern.compile("evidence/[a-z0-9-]{1,64}/[^/]+");

    private static final Set<String> SINGLE = Set.of(
            BundleLayout.MANIFEST,
            BundleLayout.MANIFEST_RECORD,
            BundleLayout.MANIFEST_PROOF,
            BundleLayout.CUSTODY,
            BundleLayout.REPORT,
            BundleLayout.VERIFY);

    private final CanonicalZip zip;
    private final Manifest manifest;

    BundleReader(CanonicalZip zip, Manifest manifest) {
        this.zip = zip;
        this.manifest = manifest;
    }

    /** @throws BundleRefused unless the bundle is exactly what its contents give when they are written */
    BundleContents read(Report.Builder report) throws IOException {
        BundleContents contents = contents();
        requireSame(contents);
        compare(report, BundleLayout.REPORT, ReportPage.write(contents));
        compare(report, BundleLayout.VERIFY, VerifyText.write(contents));
        return contents;
    }

    /** @throws BundleRefused unless record and proof are well formed */
    ProvenRecord record(String recordFile, String proofFile) throws IOException {
        byte[] record = zip.bytes(recordFile, BundleLayout.MAX_RECORD_BYTES);
        return proven(recordFile, record, proofFile, zip.bytes(proofFile, BundleLayout.MAX_PROOF_BYTES));
    }

    static ProvenRecord proven(String recordFile, byte[] record, String proofFile, byte[] proofBytes) {
        LogProof proof;
        try {
            proof = LogProof.parse(proofBytes);
        } catch (LogException e) {
            throw new BundleRefused(proofFile, "is no proof of a log: " + BundleRefused.told(e), e);
        }
        byte[] salt = proof.extra().orElse(new byte[0]);
        if (salt.length != Leaf.SALT_BYTES) {
            throw new BundleRefused(
                    proofFile, "has an extra line of " + salt.length + " bytes, legal is a salt of " + Leaf.SALT_BYTES);
        }
        try {
            return ProvenRecord.of(new Opening(salt, record), proof);
        } catch (MalformedRecord e) {
            throw new BundleRefused(recordFile, "is no record: " + BundleRefused.told(e), e);
        }
    }

    static VerifiedCard card(String file, byte[] armour, Realm realm) {
        try {
            String text = new String(armour, StandardCharsets.UTF_8);
            // Addresses are not called here, so private ones do no harm.
            return Card.parseArmour(text).verify(realm, AddressRule.ALLOW_PRIVATE);
        } catch (CardRefused e) {
            throw new BundleRefused(file, "cannot be believed: " + BundleRefused.told(e), e);
        }
    }

    private void requireBounded() {
        long total = 0;
        for (StoredFile file : zip.files().values()) {
            total += INCLUDED.matcher(file.name()).matches() ? 0 : file.size();
        }
        if (total > BundleLayout.MAX_SMALL_BYTES) {
            throw new BundleRefused(
                    BundleLayout.BUNDLE,
                    "records, proofs and cards have together " + total + " bytes, legal are at most "
                            + BundleLayout.MAX_SMALL_BYTES);
        }
    }

    private BundleContents contents() throws IOException {
        requireBounded();
        Set<String> messageFolders = new TreeSet<>(EntryName.ORDER);
        Set<String> recordFolders = new TreeSet<>(EntryName.ORDER);
        List<VerifiedCard> cards = new ArrayList<>();
        List<EvidenceFile> evidence = new ArrayList<>();
        for (String name : zip.files().keySet()) {
            Matcher folder = RECORD_FOLDER.matcher(name);
            if (folder.matches()) {
                (name.startsWith(BundleLayout.MESSAGES) ? messageFolders : recordFolders).add(folder.group(1));
            } else if (CARD.matcher(name).matches()) {
                cards.add(card(name, zip.bytes(name, BundleLayout.MAX_CARD_BYTES), manifest.realm()));
            } else if (DESCRIPTOR.matcher(name).matches()) {
                evidence.add(evidence(name));
            } else if (!SINGLE.contains(name) && !INCLUDED.matcher(name).matches()) {
                throw new BundleRefused(name, "lies in no place that a bundle has");
            }
        }
        List<BundledMessage> messages = new ArrayList<>();
        for (String folder : messageFolders) {
            messages.add(message(folder));
        }
        List<ProvenRecord> records = new ArrayList<>();
        for (String folder : recordFolders) {
            records.add(record(folder + BundleLayout.RECORD, folder + BundleLayout.RECORD_PROOF));
        }
        try {
            return new BundleContents(
                    manifest.realm(),
                    manifest.caseReference(),
                    manifest.exporter(),
                    manifest.origin(),
                    Instant.parse(manifest.created()),
                    messages,
                    records,
                    cards,
                    evidence);
        } catch (IllegalArgumentException e) {
            throw new BundleRefused(BundleLayout.BUNDLE, "does not hold together: " + BundleRefused.told(e), e);
        }
    }

    private BundledMessage message(String folder) throws IOException {
        ProvenRecord message = record(folder + BundleLayout.RECORD, folder + BundleLayout.RECORD_PROOF);
        if (!zip.files().containsKey(folder + BundleLayout.RECEIPT)) {
            return new BundledMessage(message);
        }
        return new BundledMessage(
                message, Optional.of(record(folder + BundleLayout.RECEIPT, folder + BundleLayout.RECEIPT_PROOF)));
    }

    private EvidenceFile evidence(String name) throws IOException {
        EvidenceFile item;
        BundleLayout.Descriptor descriptor;
        try {
            descriptor = JsonBody.read(zip.bytes(name, 1 << 16), BundleLayout.Descriptor.class);
            item = descriptor.evidence();
        } catch (MalformedRecord | IllegalArgumentException e) {
            throw new BundleRefused(name, "describes no item of evidence: " + BundleRefused.told(e), e);
        }
        if (descriptor.file().isEmpty()) {
            return item;
        }
        String file = BundleLayout.evidenceFile(item);
        StoredFile stored = zip.file(file);
        if (stored.size() != item.length() || !stored.sha256().equals(item.sha256())) {
            throw new BundleRefused(
                    file,
                    "has the SHA-256 " + stored.sha256().hex() + ", the item is described with "
                            + item.sha256().hex());
        }
        return item.withContent(zip.source(stored));
    }

    private void requireSame(BundleContents contents) throws IOException {
        SortedMap<String, byte[]> expected = BundleLayout.smallFiles(contents);
        Set<String> names = new TreeSet<>(EntryName.ORDER);
        names.addAll(expected.keySet());
        names.addAll(BundleLayout.MANIFEST_FILES);
        names.add(BundleLayout.REPORT);
        names.add(BundleLayout.VERIFY);
        contents.evidence().stream()
                .filter(item -> item.content().isPresent())
                .forEach(item -> names.add(BundleLayout.evidenceFile(item)));
        for (String name : zip.files().keySet()) {
            if (!names.remove(name)) {
                throw new BundleRefused(name, "lies at another place than its content belongs to");
            }
        }
        if (!names.isEmpty()) {
            throw new BundleRefused(names.iterator().next(), "is missing");
        }
        for (var file : expected.entrySet()) {
            byte[] bytes = file.getValue();
            StoredFile stored = zip.file(file.getKey());
            if (stored.size() != bytes.length || !Arrays.equals(zip.bytes(file.getKey(), bytes.length), bytes)) {
                throw new BundleRefused(file.getKey(), "is not written in its one form, or not what the records give");
            }
        }
    }

    private void compare(Report.Builder report, String name, byte[] expected) throws IOException {
        StoredFile stored = zip.file(name);
        boolean same = stored.size() == expected.length && Arrays.equals(zip.bytes(name, expected.length), expected);
        if (same) {
            report.holds(name, "says what the records give");
        } else {
            report.note(
                    name,
                    "is not word for word what this version writes from the records; where it matters, believe the records");
        }
    }
}

package org.comity.node.bundle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.comity.node.directory.VerifiedCard;
import org.comity.node.record.JsonBody;
import org.comity.tlog.Hash;

/**
 * Where everything lies in a bundle, and in which bytes.
 *
 * <pre>
 *   manifest.json                     format comity/bundle/v1; realm, case, exporter, log, time; name, size, SHA-256 of every file
 *                                     but these three
 *   manifest.record                   the exporter's own act of kind bundle.exported; its body is SHA-256 of manifest.json, 32 bytes
 *   manifest.tlog-proof               proof of that act in the exporter's log
 *
 *   messages/0001-&lt;kind&gt;/record.cbor         a record, byte for byte as it was hashed into its sender's log
 *   messages/0001-&lt;kind&gt;/record.tlog-proof   its proof (C2SP tlog-proof v1) in the sender's log; the salt is the extra line
 *   messages/0001-&lt;kind&gt;/receipt.cbor        the recipient's exchange.received, if one came
 *   messages/0001-&lt;kind&gt;/receipt.tlog-proof  its proof in the recipient's log
 *   records/0001-&lt;kind&gt;/record.cbor          an act of the exporter's own: custody, recognition
 *   records/0001-&lt;kind&gt;/record.tlog-proof
 *   cards/&lt;member&gt;.card                      the newest card of a member, in armour
 *   cards/&lt;member&gt;-r&lt;revision&gt;.card          an earlier one, where keys have changed since
 *   custody.json                             the chains of custody, derived from records/
 *   evidence/&lt;item&gt;.json                     digests, lengths and piece root of an item
 *   evidence/&lt;item&gt;/&lt;name&gt;                   the item itself, if it was included
 *   report.html                              the case for people, derived from the files above
 *   VERIFY.txt                               how to check all this with public tools
 * </pre>
 *
 * <p>The directories of messages and of records count from 0001 without gaps. JSON is written with its members in alphabetical order
 * and without white space. A file lies in no other place, and nothing else lies in a bundle. An item lies in a folder of its own,
 * so that no name given by people can take the place of another file.
 */
final class BundleLayout {

    /** Names the whole file in refusals. */
    static final String BUNDLE = "bundle";

    static final String MANIFEST = "manifest.json";
    static final String MANIFEST_RECORD = "manifest.record";
    static final String MANIFEST_PROOF = "manifest.tlog-proof";
    static final List<String> MANIFEST_FILES = List.of(MANIFEST, MANIFEST_RECORD, MANIFEST_PROOF);

    static final String MESSAGES = "messages/";
    static final String RECORDS = "records/";
    static final String CARDS = "cards/";
    static final String EVIDENCE = "evidence/";
    static final String CUSTODY = "custody.json";
    static final String REPORT = "report.html";
    static final String VERIFY = "VERIFY.txt";

    static final String RECORD = "record.cbor";
    static final String RECORD_PROOF = "record.tlog-proof";
    static final String RECEIPT = "receipt.cbor";
    static final String RECEIPT_PROOF = "receipt.tlog-proof";

    /** Most bytes of all files together that are held in memory, which is all but included evidence. */
    static final long MAX_SMALL_BYTES = 128L << 20;

    /** Longest record in bytes. */
    static final int MAX_RECORD_BYTES = 1 << 20;

    /** Longest proof in bytes. */
    static final int MAX_PROOF_BYTES = (1 << 20) + (1 << 17);

    /** Longest card in bytes. */
    static final int MAX_CARD_BYTES = 1_500_000;

    /** {@code evidence/<item>.json}; {@code file} is empty when the item is not included. */
    record Descriptor(
            String item,
            String name,
            String mediaType,
            Hash sha256,
            long length,
            long cipherLength,
            Hash pieceRoot,
            String file) {

        static Descriptor of(EvidenceFile item) {
            return new Descriptor(
                    item.item(),
                    item.name(),
                    item.mediaType(),
                    item.sha256(),
                    item.length(),
                    item.cipherLength(),
                    item.pieceRoot(),
                    item.content().isPresent() ? evidenceFile(item) : "");
        }

        EvidenceFile evidence() {
            return new EvidenceFile(item, name, mediaType, sha256, length, cipherLength, pieceRoot, Optional.empty());
        }
    }

    private BundleLayout() {}

    /** All files but those of the manifest. */
    static SortedMap<String, CanonicalZip.Content> files(BundleContents contents) throws IOException {
        SortedMap<String, byte[]> small = smallFiles(contents);
        small.put(REPORT, ReportPage.write(contents));
        small.put(VERIFY, VerifyText.write(contents));
        SortedMap<String, CanonicalZip.Content> files = new TreeMap<>(EntryName.ORDER);
        for (Map.Entry<String, byte[]> file : small.entrySet()) {
            files.put(file.getKey(), CanonicalZip.Content.of(file.getValue()));
        }
        for (EvidenceFile item : contents.evidence()) {
            if (item.content().isPresent()) {
                files.put(
                        evidenceFile(item),
                        CanonicalZip.Content.of(item.content().get()));
            }
        }
        return files;
    }

    /** Everything but the manifest, the two texts for people, and included evidence. */
    static SortedMap<String, byte[]> smallFiles(BundleContents contents) {
        SortedMap<String, byte[]> files = new TreeMap<>(EntryName.ORDER);
        messages(contents).forEach((folder, message) -> {
            put(files, folder + RECORD, folder + RECORD_PROOF, message.message());
            message.receipt().ifPresent(receipt -> put(files, folder + RECEIPT, folder + RECEIPT_PROOF, receipt));
        });
        records(contents).forEach((folder, record) -> put(files, folder + RECORD, folder + RECORD_PROOF, record));
        cards(contents)
                .forEach((name, card) -> files.put(name, card.card().armour().getBytes(StandardCharsets.US_ASCII)));
        for (EvidenceFile item : contents.evidence()) {
            files.put(descriptor(item), JsonBody.write(Descriptor.of(item)));
        }
        files.put(CUSTODY, CustodyChain.listing(custody(contents)));
        return files;
    }

    /** Messages by their folder. */
    static Map<String, BundledMessage> messages(BundleContents contents) {
        Map<String, BundledMessage> byFolder = new LinkedHashMap<>();
        int number = 0;
        for (BundledMessage message : contents.messages()) {
            byFolder.put(folder(MESSAGES, ++number, message.message()), message);
        }
        return byFolder;
    }

    /** Own records by their folder. */
    static Map<String, ProvenRecord> records(BundleContents contents) {
        Map<String, ProvenRecord> byFolder = new LinkedHashMap<>();
        int number = 0;
        for (ProvenRecord record : contents.records()) {
            byFolder.put(folder(RECORDS, ++number, record), record);
        }
        return byFolder;
    }

    static List<CustodyChain> custody(BundleContents contents) {
        Map<String, ProvenRecord> byFile = new LinkedHashMap<>();
        records(contents).forEach((folder, record) -> byFile.put(folder + RECORD, record));
        return CustodyChain.of(byFile);
    }

    /** Cards by file name; contents hold the newest of each member first. */
    static Map<String, VerifiedCard> cards(BundleContents contents) {
        Map<String, VerifiedCard> byName = new LinkedHashMap<>();
        for (VerifiedCard card : contents.cards()) {
            String newest = CARDS + card.member() + ".card";
            String earlier = CARDS + card.member() + "-r" + card.root().revision() + ".card";
            byName.put(byName.containsKey(newest) ? earlier : newest, card);
        }
        return byName;
    }

    static String descriptor(EvidenceFile item) {
        return EVIDENCE + item.item() + ".json";
    }

    static String evidenceFile(EvidenceFile item) {
        return EVIDENCE + item.item() + "/" + EntryName.segmentOf(item.name());
    }

    private static String folder(String parent, int number, ProvenRecord record) {
        return String.format(
                java.util.Locale.ROOT,
                "%s%04d-%s/",
                parent,
                number,
                record.act().kind());
    }

    private static void put(SortedMap<String, byte[]> files, String record, String proof, ProvenRecord proven) {
        files.put(record, proven.opening().record());
        files.put(proof, proven.proof().encode());
    }
}

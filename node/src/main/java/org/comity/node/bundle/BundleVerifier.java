package org.comity.node.bundle;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.comity.node.record.Act;
import org.comity.node.record.MemberId;
import org.comity.node.record.Recipient;
import org.comity.tlog.Hash;
import org.comity.tlog.VerifiedCheckpoint;
import org.comity.tlog.VerifierKey;

/**
 * Verifies a bundle offline, from the bare file and what the verifier trusts already.
 *
 * <p>First the bytes: one canonical ZIP, a manifest that lists all files and only these, contents that give the same files when they
 * are written again. Then the logs: each record, receipt and the manifest itself under every key its sender's card demands. Then what
 * they say to each other: receipts, officers, custody, digests. Last, whose keys these are. Whatever contradicts refuses the file and
 * is named; what is merely absent lowers the verdict.
 */
public final class BundleVerifier {

    private static final int MAX_WITNESSES_SHOWN = 4;

    private final Report.Builder report = new Report.Builder();
    private final BundleContents contents;
    private final Keyring keys;
    private final LogChecks logs;
    private final Anchoring anchoring;
    private final Map<String, List<VerifierKey>> witnessKeys = new LinkedHashMap<>();
    private int cosignatures;

    private BundleVerifier(CanonicalZip zip, Manifest manifest, Anchors anchors) throws IOException {
        this.contents = new BundleReader(zip, manifest).read(report);
        this.keys = Keyring.of(contents.cards());
        this.logs = new LogChecks(contents.realm(), keys);
        this.anchoring = new Anchoring(anchors, contents.realm(), keys);
        keys.witnesses().forEach((name, witness) -> witnessKeys.put(name, witness.keys()));
    }

    /**
     * Verifies a bundle.
     *
     * @param file the bundle from its first byte; read by position, and left open
     * @throws BundleRefused if anything in it does not hold
     */
    public static Verdict verify(FileChannel file, Anchors anchors) throws IOException {
        CanonicalZip zip = CanonicalZip.read(file);
        byte[] json = zip.bytes(BundleLayout.MANIFEST, Manifest.MAX_BYTES);
        Manifest manifest = Manifest.parse(json);
        manifest.requireFiles(zip);
        BundleVerifier verifier = new BundleVerifier(zip, manifest, anchors);
        verifier.report.holds(
                BundleLayout.BUNDLE, "canonical ZIP of " + zip.files().size() + " files, no byte beside them");
        verifier.report.holds(
                BundleLayout.MANIFEST, "lists all " + manifest.files().size() + " other files with their SHA-256");
        ProvenRecord export =
                new BundleReader(zip, manifest).record(BundleLayout.MANIFEST_RECORD, BundleLayout.MANIFEST_PROOF);
        return verifier.verify(export, Hash.sha256(json));
    }

    private Verdict verify(ProvenRecord export, Hash manifest) {
        checkCards();
        checkExport(export, manifest);
        Set<MemberId> members = new TreeSet<>(Set.of(contents.exporter()));
        OfficerChecks officers = new OfficerChecks(keys, contents.messages());
        Map<MemberId, Map<String, Recognition>> recognitions = new TreeMap<>();
        BundleLayout.records(contents).forEach((folder, record) -> checkOwn(folder, record, officers, recognitions));
        BundleLayout.messages(contents).forEach((folder, message) -> {
            members.add(message.message().act().sender());
            message.receipt().ifPresent(receipt -> members.add(receipt.act().sender()));
            checkMessage(folder, message, officers);
        });
        checkEvidence();
        if (cosignatures == 0) {
            report.note("witnesses", "no witness named in these cards has cosigned anything here");
        }
        recognitions
                .values()
                .forEach(byFile -> byFile.forEach(
                        (file, recognition) -> anchoring.recognised(file, contents.exporter(), recognition)));
        if (!report.lacking().isEmpty()) {
            List<String> missing = report.lacking();
            return new Verdict.Intact(report.build(), missing);
        }
        return anchoring.decide(report, members, logs.checkpoints());
    }

    private void checkCards() {
        BundleLayout.cards(contents).forEach((file, card) -> {
            card.nodes()
                    .forEach(node -> logs.see(
                            file, node.origin(), node.checkpoint().checkpoint().head()));
            report.holds(
                    file,
                    "card of " + card.member() + ", revision " + card.root().revision()
                            + ", signed by its identity and log keys; fingerprint "
                            + card.fingerprint().digits());
        });
    }

    private void checkExport(ProvenRecord export, Hash manifest) {
        Act act = export.act();
        boolean fits = act.kind().equals(BundleWriter.EXPORTED)
                && act.sender().equals(contents.exporter())
                && act.origin().equals(contents.origin())
                && act.recipient() instanceof Recipient.Nobody
                && act.mediaType().equals(BundleWriter.EXPORTED_MEDIA_TYPE);
        if (!fits) {
            throw new BundleRefused(
                    BundleLayout.MANIFEST_RECORD,
                    "is " + act.kind() + " of " + act.sender() + " in " + act.origin() + ", not the export by "
                            + contents.exporter() + " in " + contents.origin());
        }
        if (!Arrays.equals(act.body(), manifest.bytes())) {
            throw new BundleRefused(BundleLayout.MANIFEST_RECORD, "is the export of another manifest");
        }
        prove(BundleLayout.MANIFEST_RECORD, BundleLayout.MANIFEST_PROOF, export, "");
    }

    private void checkOwn(
            String folder,
            ProvenRecord record,
            OfficerChecks officers,
            Map<MemberId, Map<String, Recognition>> recognitions) {
        String file = folder + BundleLayout.RECORD;
        if (record.act().kind().equals(Recognition.KIND)) {
            checkRecognition(folder, record, officers, recognitions);
            return;
        }
        if (record.act().kind().equals(Recognition.WITHDRAWN)) {
            report.note(file, "the exporter has withdrawn a recognition; what stood in the logs before stays proven");
        }
        prove(file, folder + BundleLayout.RECORD_PROOF, record, "");
    }

    private void checkRecognition(
            String folder,
            ProvenRecord record,
            OfficerChecks officers,
            Map<MemberId, Map<String, Recognition>> recognitions) {
        String file = folder + BundleLayout.RECORD;
        Recognition recognition = Recognition.parse(file, record.act());
        String by = "the fingerprint was not compared";
        boolean carried = true;
        if (!recognition.uncompared()) {
            try {
                by = officers.check(file, record).orElse("");
            } catch (BundleRefused e) {
                // The officers of a recognition need not be known to other members; such a one leads to nobody.
                carried = false;
                by = e.reason();
            }
        }
        prove(file, folder + BundleLayout.RECORD_PROOF, record, by);
        if (carried) {
            recognitions
                    .computeIfAbsent(recognition.member(), member -> new LinkedHashMap<>())
                    .put(file, recognition);
        } else {
            report.note(file, "so it leads from no anchor to " + recognition.member());
        }
    }

    private void checkMessage(String folder, BundledMessage message, OfficerChecks officers) {
        String file = folder + BundleLayout.RECORD;
        ProvenRecord proven = message.message();
        boolean known = keys.log(proven.act().origin()).isPresent();
        String by = known ? officers.check(file, proven).orElse("") : "";
        prove(file, folder + BundleLayout.RECORD_PROOF, proven, by);
        if (message.receipt().isEmpty()) {
            report.note(file, "no receipt of the recipient is in this bundle");
            return;
        }
        ProvenRecord receipt = message.receipt().get();
        String receiptFile = folder + BundleLayout.RECEIPT;
        ReceiptBody body = ReceiptBody.parse(receiptFile, receipt.act());
        body.requireFor(receiptFile, receipt.act(), proven);
        logs.see(receiptFile, body.origin(), body.head());
        prove(
                receiptFile,
                folder + BundleLayout.RECEIPT_PROOF,
                receipt,
                "received by " + receipt.act().sender() + " at "
                        + Instant.ofEpochMilli(receipt.act().timeMs()) + " by its clock: "
                        + HtmlText.shown(body.disposition()));
    }

    private void prove(String file, String proofFile, ProvenRecord proven, String more) {
        Act act = proven.act();
        Optional<VerifiedCheckpoint> checkpoint = logs.prove(proofFile, proven);
        if (checkpoint.isEmpty()) {
            report.lacks(file, "no card here has the keys of the log " + act.origin());
            return;
        }
        report.holds(
                file,
                act.kind() + " of " + act.sender() + " is leaf " + proven.index() + " of " + act.origin()
                        + ", under its signed checkpoint of size "
                        + checkpoint.get().head().size()
                        + (more.isEmpty() ? "" : "; " + more)
                        + witnessed(checkpoint.get()));
        if (!act.unknownCritical().isEmpty()) {
            report.note(
                    file,
                    "holds the keys " + act.unknownCritical()
                            + ", unknown to this version, which may change its meaning");
        }
    }

    private void checkEvidence() {
        Map<String, EvidenceFile> items = new TreeMap<>();
        contents.evidence().forEach(item -> items.put(item.item(), item));
        Set<String> withCustody = new TreeSet<>();
        for (CustodyChain chain : BundleLayout.custody(contents)) {
            chain.requireUnbroken();
            EvidenceFile item = items.get(chain.item());
            if (item != null) {
                chain.requireDigest(item.sha256());
                withCustody.add(chain.item());
            }
            report.holds(
                    BundleLayout.CUSTODY,
                    "the custody of " + HtmlText.shown(chain.item())
                            + " is unbroken from its first event to the last shown, "
                            + chain.links().size() + " in all");
        }
        for (EvidenceFile item : contents.evidence()) {
            String file = BundleLayout.descriptor(item);
            if (!withCustody.contains(item.item())) {
                report.note(
                        file,
                        "no act of custody is in this bundle; its digest is the exporter's statement of this day");
            }
            if (item.content().isPresent()) {
                report.holds(
                        BundleLayout.evidenceFile(item),
                        "has the SHA-256 that is stated, " + item.sha256().hex());
            } else {
                report.note(
                        file,
                        "the item itself is not included; its SHA-256 is "
                                + item.sha256().hex());
            }
        }
    }

    /** Who else saw the checkpoint, and when by its own clock: what dates a record against its own keeper. */
    private String witnessed(VerifiedCheckpoint checkpoint) {
        SortedMap<String, Long> times = LogChecks.cosigned(checkpoint, witnessKeys);
        if (times.isEmpty()) {
            return "";
        }
        cosignatures += times.size();
        String shown = times.entrySet().stream()
                .limit(MAX_WITNESSES_SHOWN)
                .map(time -> time.getKey() + " at " + Instant.ofEpochSecond(time.getValue()))
                .collect(Collectors.joining(", "));
        int more = times.size() - MAX_WITNESSES_SHOWN;
        return "; cosigned by " + shown + (more > 0 ? " and " + more + " more" : "");
    }
}

package org.comity.node.bundle;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.comity.node.cbor.CborWriter;
import org.comity.node.directory.VerifiedCard;
import org.comity.node.record.Draft;
import org.comity.node.record.JsonBody;
import org.comity.node.record.Kind;
import org.comity.node.record.Lane;
import org.comity.node.record.Realm;
import org.comity.node.record.Recipient;
import org.comity.node.record.Urgency;
import org.comity.tlog.Hash;

/** A case between two members, with everything a bundle can hold; tests change what they want to be wrong. */
final class TestCase {

    static final String ITEM = "ev-0123456789abcdefghjkmnpqrs";
    static final byte[] EVIDENCE = "log line one\nlog line two\n".getBytes(StandardCharsets.UTF_8);
    static final String HOSTILE = "</td><script>alert(1)</script> \u202egnp.exe & \"quoted\"";

    final TestMember a;
    final TestMember b;
    final List<BundledMessage> messages = new ArrayList<>();
    final List<ProvenRecord> records = new ArrayList<>();
    final List<VerifiedCard> cards = new ArrayList<>();
    final List<EvidenceFile> evidence = new ArrayList<>();
    long request;
    long requestReceipt;
    long acceptance;
    long acceptanceReceipt;
    final List<Long> own = new ArrayList<>();
    private String how = "words";

    TestCase(Realm realm, long seed) {
        a = new TestMember("XA", realm, seed);
        b = new TestMember("XB", realm, seed + 1);
        a.witnesses.add(b);
        b.witnesses.add(a);
    }

    static TestCase inExercise() {
        TestCase test = new TestCase(Realm.exercise("unit-1"), 1);
        test.play();
        return test;
    }

    static TestCase inWorld() {
        TestCase test = new TestCase(Realm.WORLD, 11);
        test.play();
        return test;
    }

    /** Another world of the same names, with keys of its own. */
    static TestCase ofStrangers() {
        TestCase test = new TestCase(Realm.WORLD, 77);
        test.play();
        return test;
    }

    static TestCase recognisedWithoutComparing() {
        TestCase test = new TestCase(Realm.WORLD, 11);
        test.how = "demo";
        test.play();
        return test;
    }

    private void play() {
        own.add(a.log(recognition()));
        own.add(a.log(custody("collected", List.of())));
        request = a.log(a.approved(requestDraft(), a.first, a.second));
        requestReceipt = b.log(receipt(a, request, b));
        acceptance = b.log(b.approved(
                Draft.of(
                        new Kind("preservation.accepted"),
                        Recipient.one(a.id),
                        Lane.ORDINARY,
                        JsonBody.MEDIA_TYPE,
                        json("{\"conditions\":[],\"expiresAt\":\"2027-04-01T00:00:00Z\"}")),
                b.first));
        acceptanceReceipt = a.log(receipt(b, acceptance, a));
        own.add(a.log(custody("sent", List.of(own.get(1)))));
        collect();
    }

    /** Cuts all proofs anew, under the heads of this moment. */
    void collect() {
        messages.clear();
        records.clear();
        cards.clear();
        evidence.clear();
        messages.add(new BundledMessage(a.proven(request), b.proven(requestReceipt)));
        messages.add(new BundledMessage(b.proven(acceptance), a.proven(acceptanceReceipt)));
        own.forEach(index -> records.add(a.proven(index)));
        cards.add(b.card());
        cards.add(a.card());
        evidence.add(item(Optional.of(ByteSource.of(EVIDENCE))));
    }

    static EvidenceFile item(Optional<ByteSource> content) {
        return new EvidenceFile(
                ITEM,
                "access log: \u0437\u0430\u043f\u0438\u0441\u044c.txt",
                "text/plain",
                Hash.sha256(EVIDENCE),
                EVIDENCE.length,
                2_000,
                Hash.sha256(),
                content);
    }

    Draft requestDraft() {
        return Draft.of(
                        new Kind("preservation.request"),
                        Recipient.one(b.id),
                        Lane.ORDINARY,
                        JsonBody.MEDIA_TYPE,
                        JsonBody.write(Map.of("facts", HOSTILE, "days", 90, "selectors", List.of("203.0.113.7"))))
                .withOwnReference("JUS-2027/<1>");
    }

    Draft emergency() {
        return requestDraft().withUrgency(Urgency.EMERGENCY);
    }

    Draft recognition() {
        byte[] body = new CborWriter()
                .map(4)
                .uint(1)
                .text("XB")
                .uint(2)
                .bytes(b.identity.publicKeys().digest().bytes())
                .uint(3)
                .bytes(b.card().digest().bytes())
                .uint(4)
                .text(how)
                .toBytes();
        Draft draft = Draft.of(Recognition.KIND, Recipient.nobody(), Lane.OWN, "application/cbor", body);
        return how.equals("demo") ? draft : a.approved(draft, a.first, a.second);
    }

    Draft custody(String event, List<Long> previous) {
        return custody(event, Hash.sha256(EVIDENCE), previous);
    }

    Draft custody(String event, Hash sha256, List<Long> previous) {
        record Link(long index, String entry) {}
        record Body(
                String item,
                String sha256,
                long length,
                String who,
                String where,
                String tool,
                String legalBasis,
                String note,
                List<Link> previous) {}
        Body body = new Body(
                ITEM,
                sha256.hex(),
                EVIDENCE.length,
                "of-1",
                "room <4>",
                "comity 0.1",
                "",
                "",
                previous.stream()
                        .map(index -> new Link(index, a.opening(index).entry().hex()))
                        .toList());
        return Draft.of(
                new Kind("custody." + event), Recipient.nobody(), Lane.OWN, JsonBody.MEDIA_TYPE, JsonBody.write(body));
    }

    /** The receipt of a message that stands at an index of the sender's log. */
    static Draft receipt(TestMember sender, long index, TestMember receiver) {
        ProvenRecord message = sender.proven(index);
        return receipt(sender, message, message.entry(), sender.head(), receiver);
    }

    static Draft receipt(
            TestMember sender, ProvenRecord message, Hash entry, org.comity.tlog.TreeHead head, TestMember receiver) {
        byte[] body = new CborWriter()
                .array(8)
                .text(sender.keys.origin())
                .uint(message.act().lane().number())
                .uint(message.act().sequence())
                .uint(message.index())
                .bytes(entry.bytes())
                .uint(head.size())
                .bytes(head.root().bytes())
                .text("accepted")
                .toBytes();
        return Draft.of(ReceiptBody.KIND, Recipient.one(sender.id), Lane.OWN, "application/cbor", body);
    }

    static byte[] json(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    BundleContents contents() {
        return new BundleContents(
                a.realm,
                "2027/17 " + HOSTILE.replace("\u202e", ""),
                a.id,
                a.keys.origin(),
                Instant.ofEpochMilli(TestMember.NOW_MS + 60_000),
                messages,
                records,
                cards,
                evidence);
    }

    /** Writes a bundle into a folder, to try public tools on it by hand. */
    public static void main(String[] folder) throws IOException {
        Files.write(Path.of(folder[0], "bundle.zip"), inWorld().bundle());
    }

    byte[] bundle() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BundleWriter.write(contents(), draft -> a.proven(a.log(draft)), Channels.newChannel(out));
        return out.toByteArray();
    }

    /** Logs a manifest in the exporter's real log: what a dishonest exporter can do. */
    Map<String, byte[]> logged(Map<String, byte[]> files) throws IOException {
        Map<String, byte[]> all = relisted(files);
        Draft draft = Draft.of(
                BundleWriter.EXPORTED,
                Recipient.nobody(),
                Lane.OWN,
                "application/octet-stream",
                Hash.sha256(content(all, BundleLayout.MANIFEST)).bytes());
        ProvenRecord export = a.proven(a.log(draft));
        all.put(BundleLayout.MANIFEST_RECORD, export.opening().record());
        all.put(BundleLayout.MANIFEST_PROOF, export.proof().encode());
        return all;
    }

    /** With a manifest that lists the files as they are now: what anybody can do. */
    static Map<String, byte[]> relisted(Map<String, byte[]> files) throws IOException {
        Map<String, byte[]> all = new TreeMap<>(EntryName.ORDER);
        all.putAll(files);
        Manifest old = Manifest.parse(content(all, BundleLayout.MANIFEST));
        List<Manifest.Listed> listed = new ArrayList<>();
        all.forEach((name, bytes) -> {
            if (!BundleLayout.MANIFEST_FILES.contains(name)) {
                listed.add(new Manifest.Listed(name, bytes.length, Hash.sha256(bytes)));
            }
        });
        all.put(
                BundleLayout.MANIFEST,
                new Manifest(
                                old.format(),
                                old.realm(),
                                old.caseReference(),
                                old.exporter(),
                                old.origin(),
                                old.created(),
                                listed)
                        .encode());
        return all;
    }

    /** The content of a file that must be there. */
    static byte[] content(Map<String, byte[]> files, String name) {
        return Objects.requireNonNull(files.get(name), name);
    }

    static byte[] zip(Map<String, byte[]> files) throws IOException {
        Map<String, CanonicalZip.Content> contents = new TreeMap<>(EntryName.ORDER);
        for (var file : files.entrySet()) {
            contents.put(file.getKey(), CanonicalZip.Content.of(file.getValue()));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CanonicalZip.write(contents, Channels.newChannel(out));
        return out.toByteArray();
    }

    static Map<String, byte[]> unzip(byte[] bundle) throws IOException {
        try (Opened opened = new Opened(bundle)) {
            CanonicalZip zip = CanonicalZip.read(opened.channel);
            Map<String, byte[]> files = new TreeMap<>(EntryName.ORDER);
            for (String name : zip.files().keySet()) {
                files.put(name, zip.bytes(name, 1 << 24));
            }
            return files;
        }
    }

    static Verdict verify(byte[] bundle, Anchors anchors) throws IOException {
        try (Opened opened = new Opened(bundle)) {
            return BundleVerifier.verify(opened.channel, anchors);
        }
    }

    static String words(TestMember member) {
        return String.join(" ", member.card().fingerprint().words());
    }

    /** Bytes as a file that deletes itself, changed in place by sweeps. */
    static final class Opened implements AutoCloseable {
        final FileChannel channel;

        Opened(byte[] bytes) throws IOException {
            Path file = Files.createTempFile("bundle", ".zip");
            channel = FileChannel.open(
                    file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
            channel.write(ByteBuffer.wrap(bytes), 0);
        }

        void set(long position, byte value) throws IOException {
            channel.write(ByteBuffer.wrap(new byte[] {value}), position);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}

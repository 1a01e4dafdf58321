package org.comity.node.bundle;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.comity.node.cbor.CborException;
import org.comity.node.cbor.CborReader;
import org.comity.node.directory.Card;
import org.comity.node.directory.CardRefused;
import org.comity.node.directory.VerifiedCard;
import org.comity.node.record.MemberId;
import org.comity.node.record.Realm;
import org.comity.tlog.ForkEvidence;
import org.comity.tlog.LogException;
import org.comity.tlog.SignedCheckpoint;
import org.comity.tlog.VerifiedCheckpoint;

/**
 * Verifies whatever file it is given, by its content: a bundle, the proof of a record that lies beside it, a card, a checkpoint, or
 * the evidence that a log told two stories, with the log's card in front or without.
 *
 * <p>A single file brings no keys. They are taken from cards ({@code *.card}) in the same folder and in a folder {@code cards} there
 * or up to two levels above, which is where they lie in an unpacked bundle. Without a card a proof or checkpoint is at most intact.
 */
public final class LooseVerifier {

    private static final String PROOF = "c2sp.org/tlog-proof@v1\n";
    private static final String CARD = "-----BEGIN COMITY CARD-----";
    private static final String FORK = ForkEvidence.HEADER + "\n";
    private static final String PROOF_SUFFIX = ".tlog-proof";
    private static final int MAX_BYTES = 4 << 20;
    private static final int LEVELS_ABOVE = 2;

    private final Path file;
    private final String name;
    private final Anchors anchors;
    private final Report.Builder report = new Report.Builder();

    private LooseVerifier(Path file, Anchors anchors) {
        this.file = file;
        this.name = HtmlText.visible(String.valueOf(file.getFileName()));
        this.anchors = anchors;
    }

    /**
     * Verifies a file.
     *
     * @throws BundleRefused if it is none of these, or does not hold
     */
    public static Verdict verify(Path file, Anchors anchors) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer first = ByteBuffer.allocate(4);
            if (channel.read(first, 0) == 4 && first.array()[0] == 'P' && first.array()[1] == 'K') {
                return BundleVerifier.verify(channel, anchors);
            }
        }
        return new LooseVerifier(file, anchors).verify();
    }

    private Verdict verify() throws IOException {
        byte[] bytes = bytes(file);
        String text = new String(bytes, StandardCharsets.UTF_8);
        try {
            if (text.startsWith(PROOF)) {
                return proof(bytes);
            }
            if (text.startsWith(CARD) && ForkFile.isOne(text)) {
                VerifiedCard card = readCard(name, ForkFile.card(bytes, text));
                return fork(ForkEvidence.parse(ForkFile.evidence(bytes, text)), Keyring.of(List.of(card)));
            }
            if (text.startsWith(CARD)) {
                return card(bytes);
            }
            if (text.startsWith(FORK)) {
                return fork(ForkEvidence.parse(bytes), nearby());
            }
            if (text.contains("\n\n\u2014 ")) {
                return checkpoint(SignedCheckpoint.parse(bytes));
            }
        } catch (LogException e) {
            throw new BundleRefused(name, "does not hold: " + BundleRefused.told(e), e);
        }
        throw new BundleRefused(
                name, "is no bundle, no proof of a log, no card, no checkpoint and no evidence of a forked log");
    }

    private Verdict proof(byte[] bytes) throws IOException {
        String base = name.endsWith(PROOF_SUFFIX) ? name.substring(0, name.length() - PROOF_SUFFIX.length()) : name;
        Optional<Path> record = Stream.of(base + ".cbor", base + ".record")
                .map(file::resolveSibling)
                .filter(Files::isRegularFile)
                .findFirst();
        if (record.isEmpty()) {
            throw new BundleRefused(name, "proves a record that does not lie beside it as " + base + ".cbor");
        }
        String recordName = String.valueOf(record.get().getFileName());
        ProvenRecord proven = BundleReader.proven(recordName, bytes(record.get()), name, bytes);
        Realm realm = proven.act().realm();
        Keyring keys = nearby(realm);
        Optional<VerifiedCheckpoint> checkpoint = new LogChecks(realm, keys).prove(name, proven);
        String what = proven.act().kind() + " of " + proven.act().sender() + ", SHA-256 "
                + proven.digest().hex();
        if (checkpoint.isEmpty()) {
            report.holds(recordName, what + ", opens with the salt of the proof");
            return noKeys(proven.act().origin());
        }
        report.holds(
                recordName,
                what + ", is leaf " + proven.index() + " of " + proven.act().origin()
                        + ", under its signed checkpoint of size "
                        + checkpoint.get().head().size());
        return anchored(realm, keys, proven.act().sender(), List.of(checkpoint.get()));
    }

    private Verdict card(byte[] bytes) {
        VerifiedCard card = readCard(name, bytes);
        report.holds(
                name,
                "card of " + card.member() + " in realm " + card.root().realm() + ", revision "
                        + card.root().revision() + ", signed by its identity and log keys");
        report.note(
                name,
                "its fingerprint is " + String.join(" ", card.fingerprint().words()) + ", in digits "
                        + card.fingerprint().digits());
        return anchored(card.root().realm(), Keyring.of(List.of(card)), card.member(), List.of());
    }

    private Verdict checkpoint(SignedCheckpoint signed) throws IOException {
        String origin = signed.checkpoint().origin();
        Keyring keys = nearby();
        Optional<Keyring.LogOwner> owner = keys.log(origin);
        String what = "checkpoint of " + HtmlText.visible(origin) + ", size "
                + signed.checkpoint().head().size() + ", root "
                + signed.checkpoint().head().root();
        if (owner.isEmpty()) {
            report.holds(name, what);
            return noKeys(origin);
        }
        VerifiedCheckpoint verified = owner.get().node().policy().verify(signed);
        report.holds(name, what + ", signed by all keys of its log");
        return anchored(owner.get().node().realm(), keys, owner.get().member(), List.of(verified));
    }

    private Verdict fork(ForkEvidence evidence, Keyring keys) {
        String origin = evidence.first().checkpoint().origin();
        Optional<Keyring.LogOwner> owner = keys.log(origin);
        if (owner.isEmpty()) {
            report.holds(name, "two checkpoints of " + HtmlText.visible(origin) + " that contradict each other");
            return noKeys(origin);
        }
        evidence.verify(owner.get().node().policy());
        report.holds(
                name,
                "the log " + origin + " of " + owner.get().member() + " signed two histories, at the sizes "
                        + evidence.first().checkpoint().head().size() + " and "
                        + evidence.second().checkpoint().head().size());
        return anchored(owner.get().node().realm(), keys, owner.get().member(), List.of());
    }

    private Verdict noKeys(String origin) {
        report.lacks(name, "no card beside it has the keys of the log " + HtmlText.visible(origin));
        return new Verdict.Intact(report.build(), report.lacking());
    }

    private Verdict anchored(Realm realm, Keyring keys, MemberId member, List<VerifiedCheckpoint> checkpoints) {
        return new Anchoring(anchors, realm, keys).decide(report, Set.of(member), checkpoints);
    }

    private Keyring nearby(Realm realm) throws IOException {
        return Keyring.of(cards().stream()
                .filter(card -> card.root().realm().equals(realm))
                .toList());
    }

    private Keyring nearby() throws IOException {
        return Keyring.of(cards());
    }

    /** Cards near the file, the newest of each member first. */
    private List<VerifiedCard> cards() throws IOException {
        Map<String, VerifiedCard> byDigest = new LinkedHashMap<>();
        for (Path folder : folders()) {
            try (Stream<Path> found = Files.list(folder)) {
                for (Path path : found.filter(p -> p.toString().endsWith(".card"))
                        .sorted()
                        .toList()) {
                    VerifiedCard card = readCard(String.valueOf(path.getFileName()), bytes(path));
                    byDigest.put(card.digest().hex(), card);
                }
            }
        }
        return byDigest.values().stream()
                .sorted(Comparator.comparing(VerifiedCard::member)
                        .thenComparingLong(card -> -card.root().revision()))
                .toList();
    }

    private List<Path> folders() {
        List<Path> folders = new ArrayList<>();
        Path folder = file.toAbsolutePath().normalize().getParent();
        for (int level = 0; folder != null && level <= LEVELS_ABOVE; level++) {
            if (level == 0) {
                folders.add(folder);
            }
            Path cards = folder.resolve("cards");
            if (Files.isDirectory(cards)) {
                folders.add(cards);
            }
            folder = folder.getParent();
        }
        return folders;
    }

    private static VerifiedCard readCard(String name, byte[] armour) {
        return BundleReader.card(name, armour, realmOf(name, armour));
    }

    /** The realm that a card states; verifying it with that realm then checks that all its parts agree. */
    private static Realm realmOf(String name, byte[] armour) {
        try {
            CborReader card = new CborReader(
                    Card.parseArmour(new String(armour, StandardCharsets.UTF_8)).bytes());
            card.map();
            card.key();
            card.skip();
            card.key();
            card.array();
            CborReader root = new CborReader(card.bytes());
            root.map();
            root.key();
            root.skip();
            root.key();
            return new Realm(root.text());
        } catch (CardRefused | CborException | IllegalArgumentException e) {
            throw new BundleRefused(name, "is no card: " + BundleRefused.told(e), e);
        }
    }

    private static byte[] bytes(Path path) throws IOException {
        if (Files.size(path) > MAX_BYTES) {
            throw new BundleRefused(
                    String.valueOf(path.getFileName()), "has more than " + MAX_BYTES + " bytes and is no bundle");
        }
        return Files.readAllBytes(path);
    }
}

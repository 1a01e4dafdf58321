package org.comity.node.driver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.comity.age.PostQuantumIdentity;
import org.comity.age.Workers;
import org.comity.node.NodeConfig;
import org.comity.node.access.SecretFile;
import org.comity.node.directory.AddressRule;
import org.comity.node.directory.Card;
import org.comity.node.directory.IdentityKeys;
import org.comity.node.directory.MemberProfile;
import org.comity.node.directory.NodeKeys;
import org.comity.node.directory.OwnCard;
import org.comity.node.directory.SoftwareSigner;
import org.comity.node.directory.VerifiedCard;
import org.comity.node.evidence.EvidenceSettings;
import org.comity.node.evidence.FolderPartials;
import org.comity.node.exchange.ExchangeSettings;
import org.comity.node.exchange.WitnessSettings;
import org.comity.node.ledger.FileGuard;
import org.comity.node.record.AuthorityId;
import org.comity.node.record.MemberId;
import org.comity.node.record.Realm;
import org.comity.node.world.Entropy;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.LogException;
import org.comity.tlog.Policy;
import org.comity.tlog.SignedCheckpoint;
import org.comity.tlog.TreeHead;

/**
 * Where a node keeps everything: one folder that one process uses at a time.
 *
 * <pre>
 * settings.json   what the operator decides
 * own.card        the member's card, to be handed to other states
 * node.keys       log, witness, parcel, vault, TLS, duty and storage keys
 * identity.keys   signs cards; keep it offline and bring it only to change the card
 * recovery.key    opens the evidence vault if node.keys is lost; keep it offline
 * comity.db       the database
 * guard           the newest signed head; belongs to no backup
 * blobs/          sealed evidence
 * partial/        evidence that is being fetched
 * officers/       officers' key files, until they carry them themselves
 * run/            address and token for programs on this machine, while the node runs
 * </pre>
 */
public final class NodeFolder {

    public static final String CARD = "own.card";

    static final String GUARD = "guard";

    /** Operators may put a policy on witnesses here. */
    public static final String WITNESS_POLICY = "witness-policy";

    private static final String RECOVERY = "recovery.key";
    private static final String RECOVERY_MAGIC = "comity-recovery-key-v1";
    private static final long MIB = 1L << 20;

    private final Path path;
    private final NodeSettings settings;

    private NodeFolder(Path path, NodeSettings settings) {
        this.path = path;
        this.settings = settings;
    }

    /**
     * Makes a new node: its keys, its settings and its first card.
     *
     * @param profile what the card shall say; its realm and member are those of the settings
     * @throws FolderRefused when the folder holds a node already
     */
    public static NodeFolder create(
            Path path, MemberProfile profile, NodeSettings settings, Entropy entropy, Instant now) {
        if (Files.exists(path.resolve(NodeSettings.FILE))) {
            throw new FolderRefused("there is a node in " + path + " already; choose another folder");
        }
        makeFolders(path);
        PostQuantumIdentity recovery = PostQuantumIdentity.generate(entropy::fill);
        SecretFile.create(path.resolve(RECOVERY), RECOVERY_MAGIC, recovery.revealSecretBytes());
        IdentityKeys identity = IdentityKeys.generate(entropy);
        identity.create(path.resolve(IdentityKeys.FILE));
        NodeKeys keys = NodeKeys.generate(profile.node(), recovery.recipient(), entropy);
        keys.create(path.resolve(NodeKeys.FILE));
        NodeFolder folder = new NodeFolder(path, settings);
        folder.writeCard(
                OwnCard.first(profile, identity, keys, signed(keys, TreeHead.EMPTY, now), folder.addressRule(), now));
        FileGuard.create(path.resolve(GUARD));
        settings.write(path);
        return folder;
    }

    /** @throws FolderRefused when there is no node in the folder */
    public static NodeFolder open(Path path) {
        return new NodeFolder(path, NodeSettings.read(path));
    }

    static void makeFolders(Path path) {
        try {
            Files.createDirectories(path);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
            for (String inner : List.of("blobs", "partial", "officers", "run")) {
                Files.createDirectories(path.resolve(inner));
            }
        } catch (FileAlreadyExistsException e) {
            throw new FolderRefused(path + " is not a folder", e);
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + path + " cannot be made", e);
        }
    }

    /**
     * Makes the rest of a folder that has its database and keys: card, guard and, last, the settings that make it a node's.
     *
     * @param signed the head that the card shows: nothing below it may be signed again
     */
    static NodeFolder complete(Path path, NodeSettings settings, VerifiedCard card, TreeHead signed) {
        NodeFolder folder = new NodeFolder(path, settings);
        folder.writeCard(card);
        FileGuard.create(path.resolve(GUARD));
        try (FileGuard guard = FileGuard.open(path.resolve(GUARD))) {
            guard.remember(signed);
        } catch (IOException e) {
            throw new UncheckedIOException("the guard in " + path + " cannot be written", e);
        }
        settings.write(path);
        return folder;
    }

    /** A head of the log, signed for a card: of a new node's log the empty one. */
    static SignedCheckpoint signed(NodeKeys keys, TreeHead head, Instant now) {
        Checkpoint checkpoint = Checkpoint.of(keys.origin(), head);
        return new SignedCheckpoint(
                checkpoint, new SoftwareSigner(keys).signCheckpoint(checkpoint, now.getEpochSecond()));
    }

    /**
     * Writes a card that replaces the own one: other officers, addresses or keys. Needs the identity keys; the running node takes the
     * new card at its next start, and tells its peers.
     *
     * @param checkpoint the newest signed head of the log
     */
    public VerifiedCard renewCard(MemberProfile profile, SignedCheckpoint checkpoint, Instant now) {
        return renewCard(IdentityKeys.load(path.resolve(IdentityKeys.FILE)), profile, checkpoint, now);
    }

    VerifiedCard renewCard(IdentityKeys identity, MemberProfile profile, SignedCheckpoint checkpoint, Instant now) {
        VerifiedCard renewed = OwnCard.renewed(card(), profile, identity, keys(), checkpoint, addressRule(), now);
        writeCard(renewed);
        return renewed;
    }

    private void writeCard(VerifiedCard card) {
        try {
            Files.writeString(path.resolve(CARD), card.card().armour());
        } catch (IOException e) {
            throw new UncheckedIOException("the card cannot be written to " + path, e);
        }
    }

    public Path path() {
        return path;
    }

    public NodeSettings settings() {
        return settings;
    }

    public NodeKeys keys() {
        return NodeKeys.load(path.resolve(NodeKeys.FILE));
    }

    /** The own card, verified. */
    public VerifiedCard card() {
        try {
            // An armour is ASCII, so any other byte is refused as part of it.
            return Card.parseArmour(Files.readString(path.resolve(CARD), StandardCharsets.ISO_8859_1))
                    .verify(realm(), addressRule());
        } catch (IOException e) {
            throw new UncheckedIOException("the card in " + path + " cannot be read", e);
        }
    }

    public Realm realm() {
        return new Realm(settings.realm());
    }

    public AddressRule addressRule() {
        return new AddressRule(settings.allowPrivateAddresses());
    }

    /**
     * Whose cosignatures this node's operator wants: the file {@code witness-policy} (C2SP tlog-policy), if there is one.
     *
     * @throws FolderRefused when it cannot be read, with line and column
     */
    public Optional<Policy> witnessPolicy() {
        Path file = path.resolve(WITNESS_POLICY);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Policy.parse(Files.readAllBytes(file)));
        } catch (IOException | LogException e) {
            throw new FolderRefused("the witness policy in " + file + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** What the node in this folder is told about itself. */
    public NodeConfig config(Threads threads, NodeKeys keys) {
        try {
            return new NodeConfig(
                    realm(),
                    new MemberId(settings.member()),
                    keys,
                    addressRule(),
                    new EvidenceSettings(
                            new AuthorityId(settings.authority()),
                            settings.place(),
                            "comity " + programVersion(),
                            settings.fetchOnArrivalMiB() * MIB),
                    new FolderPartials(path.resolve("partial")),
                    new Workers(threads.crew(), Math.max(2, Runtime.getRuntime().availableProcessors())),
                    new ExchangeSettings(
                            settings.quotas().quotas(),
                            WitnessSettings.of(witnessPolicy()),
                            Duration.ofSeconds(settings.fetchSeconds())),
                    Duration.ofMinutes(settings.paddingMinutes()));
        } catch (IOException e) {
            throw new UncheckedIOException("the folder for partial files in " + path + " cannot be used", e);
        }
    }

    static String programVersion() {
        String version = NodeFolder.class.getPackage().getImplementationVersion();
        return version == null ? "development build" : version;
    }
}

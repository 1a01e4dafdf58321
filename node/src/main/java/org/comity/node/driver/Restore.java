package org.comity.node.driver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.comity.node.Node;
import org.comity.node.directory.IdentityKeys;
import org.comity.node.directory.MemberProfile;
import org.comity.node.directory.NodeKeys;
import org.comity.node.directory.OwnCard;
import org.comity.node.directory.VerifiedCard;
import org.comity.node.ledger.FileGuard;
import org.comity.node.ledger.Generation;
import org.comity.node.ledger.LogIdentity;
import org.comity.node.ledger.LogSuccession;
import org.comity.node.record.MemberId;
import org.comity.node.record.Realm;
import org.comity.node.store.DatabaseCopy;
import org.comity.node.store.FolderBlobs;
import org.comity.node.store.SqliteStore;
import org.comity.node.store.Store;
import org.comity.node.world.Entropy;
import org.comity.tlog.Hash;
import org.comity.tlog.TreeHead;

/**
 * Makes a node's folder from a backup, and declares the restore: the old log is closed where the backup ended, and the next generation
 * begins over the same leaves, under a new name, new log and witness keys and a card that the identity keys sign.
 *
 * <p>Nothing is signed under the old name again, whatever was lost, so peers never see two histories of one log. The settings are
 * written last: a folder without them is no node's, so a restore that breaks off cannot be started.
 */
public final class Restore {

    /**
     * Revisions left free for cards that were issued after the backup and are lost with the disk: peers take no card whose revision is
     * not above the one they hold, and nobody renews a card so often between two backups.
     */
    static final long FREE_REVISIONS = 100;

    /** Generations that may be left out; each takes keys of its own to pass. */
    private static final int MAX_LEFT_OUT = 100;

    /**
     * What an operator wants restored.
     *
     * @param backup one backup, or the place of several, of which the newest whole one is taken
     * @param into folder of the node to be; empty or not there
     * @param identity file with the identity keys
     * @param reason for the record, 1 to 900 characters
     * @param revision of the new card, where peers hold a later one than is assumed
     * @param generation of the new log, where one was opened from such a backup before
     * @param addresses where peers reach the node from now on; those of the old card if empty
     * @param keys newer {@code node.keys}, or those of a backup without keys
     * @param oldGuard guard of the folder that is given up, if it can still be read
     * @param acceptMissing whether to go on without blobs that the backup has lost
     */
    public record Wish(
            Path backup,
            Path into,
            Path identity,
            String reason,
            OptionalLong revision,
            OptionalInt generation,
            List<URI> addresses,
            Optional<Path> keys,
            Optional<Path> oldGuard,
            boolean acceptMissing) {

        private static final int MAX_REASON = 900;

        public Wish {
            addresses = List.copyOf(addresses);
            if (reason.isBlank() || reason.length() > MAX_REASON) {
                throw new IllegalArgumentException("the reason has " + reason.length() + " characters, legal are 1 to "
                        + MAX_REASON + ", not all blank");
            }
        }
    }

    /**
     * What came of it.
     *
     * @param backup the backup that was taken
     * @param folder the node's new folder
     * @param card the new card
     * @param closed the log that is closed
     * @param lastSigned the newest head that the old guard remembers
     * @param missing blobs that were lost
     */
    public record Declared(
            Path backup,
            BackupManifest manifest,
            NodeFolder folder,
            VerifiedCard card,
            Generation closed,
            Optional<TreeHead> lastSigned,
            List<Hash> missing) {

        public Declared {
            missing = List.copyOf(missing);
        }
    }

    private final Wish wish;
    private final Entropy entropy;
    private final Instant now;

    private Restore(Wish wish, Entropy entropy, Instant now) {
        this.wish = wish;
        this.entropy = entropy;
        this.now = now;
    }

    /**
     * Restores and declares.
     *
     * @throws FolderRefused when the backup is torn, the folder is in use, or keys and backup do not belong together
     * @throws org.comity.node.ledger.LedgerCorrupt when the log in the backup contradicts itself
     */
    public static Declared declare(Wish wish, Entropy entropy, Instant now) {
        try {
            return new Restore(wish, entropy, now).declare();
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + wish.into() + " cannot be made", e);
        }
    }

    private Declared declare() throws IOException {
        Path backup = find();
        BackupManifest manifest = BackupManifest.verified(backup);
        NodeFolder source = NodeFolder.open(backup);
        VerifiedCard earlier = source.card();
        IdentityKeys identity = identity(earlier);
        NodeKeys old = keys(backup, manifest);
        NodeKeys keys = next(old);
        Optional<TreeHead> lastSigned = wish.oldGuard().map(FileGuard::remembered);
        requireEmpty();
        Path blobs = backup.resolveSibling(Backup.BLOBS);
        List<Hash> missing = requireBlobs(backup, blobs);

        NodeFolder.makeFolders(wish.into());
        missing.addAll(copyBlobs(backup, blobs));
        refuse(missing);
        Generation closed = succeed(backup, manifest, keys, lastSigned);
        MemberProfile profile = MemberProfile.of(earlier);
        VerifiedCard card = OwnCard.renewed(
                earlier,
                wish.addresses().isEmpty() ? profile : profile.withAddresses(wish.addresses()),
                identity,
                keys,
                NodeFolder.signed(keys, closed.end(), now),
                source.addressRule(),
                now,
                wish.revision().orElse(earlier.root().revision() + FREE_REVISIONS));
        keys.create(wish.into().resolve(NodeKeys.FILE));
        NodeFolder folder = NodeFolder.complete(wish.into(), source.settings(), card, closed.end());
        return new Declared(backup, manifest, folder, card, closed, lastSigned, missing);
    }

    private Path find() {
        if (BackupManifest.isIn(wish.backup())) {
            return wish.backup();
        }
        List<Path> all = Backup.all(wish.backup());
        if (all.isEmpty()) {
            throw new FolderRefused("there is no whole backup in " + wish.backup() + ": a backup has a "
                    + BackupManifest.FILE + "; of a node's own folder take one with comity backup");
        }
        return all.getLast();
    }

    private IdentityKeys identity(VerifiedCard earlier) {
        IdentityKeys identity = IdentityKeys.load(wish.identity());
        if (!identity.publicKeys().equals(earlier.root().identity())) {
            throw new FolderRefused("the keys in " + wish.identity() + " are of another identity than the card of "
                    + earlier.member() + " in the backup: bring the identity keys of this member");
        }
        return identity;
    }

    private NodeKeys keys(Path backup, BackupManifest manifest) {
        if (wish.keys().isEmpty() && !manifest.hasKeys()) {
            throw new FolderRefused("the backup holds no " + NodeKeys.FILE + ": say where they are with --keys FILE");
        }
        NodeKeys keys = NodeKeys.load(wish.keys().orElse(backup.resolve(NodeKeys.FILE)));
        if (!keys.origin().equals(manifest.origin())) {
            throw new FolderRefused("the keys are those of " + keys.origin() + ", the backup is of " + manifest.origin()
                    + ": they do not belong together");
        }
        return keys;
    }

    private NodeKeys next(NodeKeys old) {
        int wanted = wish.generation().orElse(old.generation() + 1);
        if (wanted <= old.generation() || wanted > old.generation() + 1 + MAX_LEFT_OUT) {
            throw new FolderRefused("the backup is of generation " + old.generation() + ", so the new one is "
                    + (old.generation() + 1) + " to " + (old.generation() + 1 + MAX_LEFT_OUT) + ", not " + wanted);
        }
        NodeKeys next = old;
        while (next.generation() < wanted) {
            next = next.nextGeneration(entropy);
        }
        return next;
    }

    private void requireEmpty() throws IOException {
        if (Files.exists(wish.into().resolve(NodeSettings.FILE))) {
            throw new FolderRefused("there is a node in " + wish.into()
                    + " already: stop it, leave its folder as it is, and restore into another");
        }
        if (!Files.exists(wish.into())) {
            return;
        }
        if (!Files.isDirectory(wish.into())) {
            throw new FolderRefused(wish.into() + " is not a folder");
        }
        try (Stream<Path> inside = Files.list(wish.into())) {
            if (inside.findAny().isPresent()) {
                throw new FolderRefused(wish.into() + " is not empty: restore into a new folder");
            }
        }
    }

    /** Before anything is written: what is plainly gone. */
    private List<Hash> requireBlobs(Path backup, Path blobs) {
        List<Hash> stored = FolderBlobs.stored(blobs);
        List<Hash> missing = new ArrayList<>(BackupManifest.blobs(backup));
        missing.removeAll(new HashSet<>(stored));
        refuse(missing);
        return missing;
    }

    private void refuse(List<Hash> missing) {
        if (!missing.isEmpty() && !wish.acceptMissing()) {
            throw new FolderRefused("of the sealed evidence in the backup " + missing.size()
                    + " blobs are missing or damaged, the first is "
                    + missing.getFirst().hex()
                    + ": look for them, or go on without them with --accept-missing");
        }
    }

    private List<Hash> copyBlobs(Path backup, Path from) {
        FolderBlobs to = new FolderBlobs(wish.into().resolve(Backup.BLOBS));
        List<Hash> damaged = new ArrayList<>();
        for (Hash id : BackupManifest.blobs(backup)) {
            if (Backup.copy(from, id, to) == Backup.Copy.DAMAGED) {
                damaged.add(id);
            }
        }
        return damaged;
    }

    private Generation succeed(Path backup, BackupManifest manifest, NodeKeys keys, Optional<TreeHead> lastSigned) {
        DatabaseCopy.place(backup.resolve(DatabaseCopy.FILE), wish.into());
        String known = lastSigned
                .map(head -> " (the old guard remembers size " + head.size() + ")")
                .orElse("");
        LogIdentity next = new LogIdentity(new Realm(manifest.realm()), new MemberId(manifest.member()), keys.origin());
        try (Store store = SqliteStore.open(wish.into())) {
            Node.migrate(store);
            Generation closed = LogSuccession.declare(store, next, wish.reason() + known, now);
            if (!closed.origin().equals(manifest.origin()) || !closed.end().equals(manifest.head())) {
                throw new FolderRefused("the database holds the log " + closed.origin() + " of size "
                        + closed.end().size() + ", the manifest says " + manifest.origin() + " of size "
                        + manifest.size());
            }
            return closed;
        }
    }
}

package org.comity.node.driver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.comity.node.directory.NodeKeys;
import org.comity.node.ledger.LogSuccession;
import org.comity.node.store.BlobMissing;
import org.comity.node.store.BlobSink;
import org.comity.node.store.DatabaseCopy;
import org.comity.node.store.Durable;
import org.comity.node.store.FolderBlobs;
import org.comity.node.store.Snapshot;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.Hash;

/**
 * Takes backups of a node, beside it while it runs, or of its folder when it does not.
 *
 * <pre>
 * TO/20260301T050000.000Z/   one backup: comity.db, settings.json, own.card, node.keys, blobs.txt, and manifest.json, written last
 * TO/blobs/                  sealed evidence of all backups; only what is new is copied
 * </pre>
 *
 * <p>A backup grows in {@code TO/.incoming} and is renamed when all of it is on the disk, so there is a whole one or none. The database
 * is copied first and the blobs after it: a blob is stored before the database speaks of it, so the copy names none that is missing,
 * unless it was erased in between, as it should be.
 *
 * <p>Never part of it: the guard, whose purpose is to be newer than any backup; what lets programs in while the node runs; officers'
 * key files, and the keys that are kept offline.
 */
public final class Backup {

    static final String BLOBS = "blobs";

    private static final String INCOMING = ".incoming";
    private static final String LOCK = ".lock";
    private static final String NAME = "[0-9]{8}T[0-9]{6}\\.[0-9]{3}Z";
    private static final DateTimeFormatter NAMING =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

    private static final int COPY_BYTES = 1 << 20;

    /**
     * A backup that was taken.
     *
     * @param path its folder
     * @param copied blobs that no backup in this place had yet
     * @param damaged blobs of the node that are not what they were, and are not in the backup
     * @param removed older backups that were removed
     */
    public record Taken(Path path, BackupManifest manifest, int copied, List<Hash> damaged, int removed) {

        public Taken {
            damaged = List.copyOf(damaged);
        }
    }

    private final NodeFolder node;
    private final Path to;

    private Backup(NodeFolder node, Path to) {
        this.node = node;
        this.to = to;
    }

    /**
     * Takes a backup.
     *
     * @param to folder for backups of this node, outside the node's folder; made if it is not there
     * @param withKeys whether {@code node.keys} goes with it: whoever has both can read every record and item of evidence
     * @param keep how many backups stay, the newest; older ones go, with the blobs that only they have. 0 keeps all
     * @throws FolderRefused when the folders do not fit, or the node has never run
     */
    public static Taken take(Path node, Path to, boolean withKeys, int keep, Instant now) {
        if (keep < 0) {
            throw new IllegalArgumentException("backups to keep are " + keep + ", legal are 0 or more");
        }
        NodeFolder folder = NodeFolder.open(node);
        Path place = to.toAbsolutePath().normalize();
        if (place.startsWith(node.toAbsolutePath().normalize()) || Files.exists(place.resolve(NodeSettings.FILE))) {
            throw new FolderRefused("backups cannot lie in a node's folder: choose another place than " + to);
        }
        try {
            Durable.createFolders(place);
            try (FileChannel channel =
                            FileChannel.open(place.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock _ = lock(channel, place)) {
                return new Backup(folder, place).take(withKeys, keep, now);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the backup in " + to + " cannot be written", e);
        }
    }

    private static FileLock lock(FileChannel channel, Path place) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return lock;
            }
        } catch (OverlappingFileLockException e) {
            throw new FolderRefused("another backup is being written to " + place, e);
        }
        throw new FolderRefused("another backup is being written to " + place);
    }

    private Taken take(boolean withKeys, int keep, Instant now) throws IOException {
        Path growing = to.resolve(INCOMING);
        remove(growing);
        Durable.createFolders(growing);
        DatabaseCopy.make(node.path(), growing.resolve(DatabaseCopy.FILE));
        Checkpoint log = log(growing);
        List<Hash> blobs = new ArrayList<>();
        List<Hash> damaged = new ArrayList<>();
        int copied = copyBlobs(blobs, damaged);
        for (String name : List.of(NodeSettings.FILE, NodeFolder.CARD)) {
            Durable.write(growing.resolve(name), Files.readAllBytes(node.path().resolve(name)));
        }
        if (withKeys) {
            keysOf(log).create(growing.resolve(NodeKeys.FILE));
        }
        Durable.write(
                growing.resolve(BackupManifest.BLOB_LIST),
                blobs.stream()
                        .map(blob -> blob.hex() + "\n")
                        .collect(Collectors.joining())
                        .getBytes(StandardCharsets.US_ASCII));
        BackupManifest manifest = BackupManifest.of(node.settings(), log, digests(growing), blobs.size(), now);
        Durable.write(growing.resolve(BackupManifest.FILE), manifest.encode());
        Durable.syncFolder(growing);
        Path done = to.resolve(NAMING.format(now));
        if (Files.exists(done)) {
            throw new FolderRefused("there is a backup of this very moment already: " + done);
        }
        Files.move(growing, done, StandardCopyOption.ATOMIC_MOVE);
        Durable.syncFolder(to);
        return new Taken(done, manifest, copied, damaged, keep == 0 ? 0 : prune(keep));
    }

    private static Checkpoint log(Path growing) {
        try (Snapshot copy = DatabaseCopy.read(growing.resolve(DatabaseCopy.FILE))) {
            return LogSuccession.present(copy.sql())
                    .orElseThrow(() -> new FolderRefused("this node has no log yet: start it once, then back it up"));
        }
    }

    private NodeKeys keysOf(Checkpoint log) {
        NodeKeys keys = node.keys();
        if (!keys.origin().equals(log.origin())) {
            throw new FolderRefused("the keys are those of " + keys.origin() + ", the database holds the log "
                    + log.origin() + ": they do not belong together");
        }
        return keys;
    }

    private int copyBlobs(List<Hash> whole, List<Hash> damaged) {
        Path from = node.path().resolve(BLOBS);
        FolderBlobs kept = new FolderBlobs(to.resolve(BLOBS));
        int copied = 0;
        for (Hash id : FolderBlobs.stored(from)) {
            if (kept.has(id)) {
                whole.add(id);
                continue;
            }
            switch (copy(from, id, kept)) {
                case COPIED -> {
                    whole.add(id);
                    copied++;
                }
                case DAMAGED -> damaged.add(id);
                case GONE -> {}
            }
        }
        return copied;
    }

    /** What became of a blob that was to be copied. */
    enum Copy {
        COPIED,
        /** Its content has another digest than its name says. */
        DAMAGED,
        GONE
    }

    static Copy copy(Path from, Hash id, FolderBlobs to) {
        try (SeekableByteChannel in = FolderBlobs.read(from, id);
                BlobSink out = to.create()) {
            ByteBuffer buffer = ByteBuffer.allocate(COPY_BYTES);
            while (in.read(buffer.clear()) >= 0) {
                var _ = out.write(buffer.flip());
            }
            Hash written = out.commit();
            if (!written.equals(id)) {
                to.delete(written);
                return Copy.DAMAGED;
            }
            return Copy.COPIED;
        } catch (BlobMissing e) {
            return Copy.GONE;
        } catch (IOException e) {
            throw new UncheckedIOException("the blob " + id.hex() + " cannot be copied", e);
        }
    }

    private static Map<String, String> digests(Path growing) throws IOException {
        Map<String, String> digests = new TreeMap<>();
        try (Stream<Path> files = Files.list(growing)) {
            files.forEach(file -> digests.put(growing.relativize(file).toString(), BackupManifest.sha256(file)));
        }
        return digests;
    }

    /** Whole backups in a place, the oldest first. */
    static List<Path> all(Path place) {
        if (!Files.isDirectory(place)) {
            return List.of();
        }
        try (Stream<Path> inside = Files.list(place)) {
            return inside.filter(path -> place.relativize(path).toString().matches(NAME))
                    .filter(BackupManifest::isIn)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the backups in " + place + " cannot be listed", e);
        }
    }

    private int prune(int keep) throws IOException {
        List<Path> all = all(to);
        List<Path> old = all.subList(0, Math.max(0, all.size() - keep));
        if (old.isEmpty()) {
            return 0;
        }
        for (Path backup : old) {
            // Without its manifest it is no backup any more, however far the removal gets.
            Files.delete(backup.resolve(BackupManifest.FILE));
            remove(backup);
        }
        Set<Hash> needed = new HashSet<>();
        all(to).forEach(backup -> needed.addAll(BackupManifest.blobs(backup)));
        FolderBlobs kept = new FolderBlobs(to.resolve(BLOBS));
        for (Hash id : FolderBlobs.stored(to.resolve(BLOBS))) {
            if (!needed.contains(id)) {
                kept.delete(id);
            }
        }
        return old.size();
    }

    private static void remove(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }
}

package org.comity.node.driver;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.comity.node.directory.NodeKeys;
import org.comity.node.record.JsonBody;
import org.comity.node.record.MalformedRecord;
import org.comity.node.store.DatabaseCopy;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.Hash;
import org.comity.tlog.LogException;
import org.comity.tlog.TreeHead;

/**
 * What a backup consists of, in {@code manifest.json}, which is written last: without it, or where a file is not what it says, there
 * is no backup. It is not signed; what keeps a restored log honest is that peers hold its heads.
 *
 * @param format always {@code comity/backup/v1}
 * @param member whose node it is
 * @param realm the world, or one exercise
 * @param takenAt when, in ISO 8601, by the clock of the machine that took it
 * @param origin name of the log, generation included
 * @param size leaves of the log
 * @param root its root
 * @param files SHA-256 of each file beside the manifest, by name
 * @param blobs how many blobs {@code blobs.txt} names; they lie under their own SHA-256 in the folder that backups share
 */
public record BackupManifest(
        @JsonProperty(required = true) String format,
        @JsonProperty(required = true) String member,
        @JsonProperty(required = true) String realm,
        @JsonProperty(required = true) String takenAt,
        @JsonProperty(required = true) String origin,
        @JsonProperty(required = true) long size,
        @JsonProperty(required = true) String root,
        @JsonProperty(required = true) Map<String, String> files,
        @JsonProperty(required = true) long blobs) {

    static final String FILE = "manifest.json";
    static final String FORMAT = "comity/backup/v1";

    /** Names a blob a line, in hexadecimal. */
    static final String BLOB_LIST = "blobs.txt";

    private static final Set<String> DEMANDED =
            Set.of(DatabaseCopy.FILE, NodeSettings.FILE, NodeFolder.CARD, BLOB_LIST);

    private static final int READ_BYTES = 1 << 16;

    public BackupManifest {
        files = Map.copyOf(new TreeMap<>(files));
        if (!format.equals(FORMAT)) {
            throw new IllegalArgumentException(
                    "the backup has the format " + format + ", this program reads " + FORMAT);
        }
        for (String name : files.keySet()) {
            if (!DEMANDED.contains(name) && !name.equals(NodeKeys.FILE)) {
                throw new IllegalArgumentException("the manifest names the file " + name + ", which no backup has");
            }
        }
        if (!files.keySet().containsAll(DEMANDED)) {
            throw new IllegalArgumentException("the manifest names only the files " + new TreeMap<>(files).keySet());
        }
        if (size < 0 || blobs < 0) {
            throw new IllegalArgumentException(
                    "the manifest says " + size + " leaves and " + blobs + " blobs, legal are 0 or more");
        }
    }

    static BackupManifest of(
            NodeSettings settings, Checkpoint log, Map<String, String> files, long blobs, Instant takenAt) {
        return new BackupManifest(
                FORMAT,
                settings.member(),
                settings.realm(),
                takenAt.toString(),
                log.origin(),
                log.head().size(),
                log.head().root().hex(),
                files,
                blobs);
    }

    /** Where the log ended. */
    public TreeHead head() {
        return new TreeHead(size, Hash.ofHex(root));
    }

    /** Whether {@code node.keys} is part of it. */
    public boolean hasKeys() {
        return files.containsKey(NodeKeys.FILE);
    }

    byte[] encode() {
        return JsonBody.write(this);
    }

    static boolean isIn(Path backup) {
        return Files.isRegularFile(backup.resolve(FILE));
    }

    /**
     * Reads the manifest of a backup and compares every file with it.
     *
     * @throws FolderRefused naming the first that does not fit
     */
    static BackupManifest verified(Path backup) {
        BackupManifest manifest = read(backup);
        manifest.files.forEach((name, digest) -> {
            Path file = backup.resolve(name);
            if (!Files.isRegularFile(file)) {
                throw new FolderRefused("the backup in " + backup + " is torn: " + name + " is missing");
            }
            if (!sha256(file).equals(digest)) {
                throw new FolderRefused(
                        "the backup in " + backup + " is torn: " + name + " is not what was written; take another");
            }
        });
        return manifest;
    }

    private static BackupManifest read(Path backup) {
        try {
            BackupManifest manifest = JsonBody.read(Files.readAllBytes(backup.resolve(FILE)), BackupManifest.class);
            var _ = manifest.head();
            return manifest;
        } catch (IOException | IllegalArgumentException | MalformedRecord | LogException e) {
            throw new FolderRefused(
                    "the backup in " + backup + " is torn: its manifest cannot be read: " + e.getMessage(), e);
        }
    }

    /** The blobs that belong to a backup. */
    static List<Hash> blobs(Path backup) {
        try {
            return Files.readAllLines(backup.resolve(BLOB_LIST), StandardCharsets.ISO_8859_1).stream()
                    .map(Hash::ofHex)
                    .toList();
        } catch (IOException | LogException e) {
            throw new FolderRefused("the list of blobs in " + backup + " cannot be read: " + e.getMessage(), e);
        }
    }

    static String sha256(Path file) {
        try (ReadableByteChannel in = Files.newByteChannel(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            ByteBuffer buffer = ByteBuffer.allocate(READ_BYTES);
            while (in.read(buffer.clear()) >= 0) {
                digest.update(buffer.flip());
            }
            return Hash.of(digest.digest()).hex();
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

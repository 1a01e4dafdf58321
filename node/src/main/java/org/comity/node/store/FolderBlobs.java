package org.comity.node.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.comity.tlog.Hash;

/**
 * Blobs as files: {@code ab/cd/<64 hex digits>}, two levels so that no folder grows too long.
 *
 * <p>A blob is written to {@code incoming/}, synchronised, renamed to its address and only then reported: a file under an address is
 * therefore always whole. What lies in {@code incoming/} at the start is the rest of a crash and is removed; so one process at
 * a time may use the folder, as the lock of the data folder ensures.
 */
public final class FolderBlobs implements Blobs {
    private final Path root;
    private final Path incoming;
    private final AtomicLong created = new AtomicLong();

    /**
     * @param root made if it is not there
     * @throws StorageFailed when it cannot be used
     */
    public FolderBlobs(Path root) {
        this.root = root;
        this.incoming = root.resolve("incoming");
        try {
            OwnerOnly.createFolders(incoming);
            try (DirectoryStream<Path> rest = Files.newDirectoryStream(incoming)) {
                for (Path file : rest) {
                    Files.delete(file);
                }
            }
            Durable.syncFolder(root);
        } catch (IOException e) {
            throw failed("preparing " + root, e);
        }
    }

    /**
     * What lies in a folder of blobs, in order; one that others use is not disturbed.
     *
     * @param root a folder that may be missing
     */
    public static List<Hash> stored(Path root) {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        List<Hash> found = new ArrayList<>();
        try {
            Files.walkFileTree(root, Set.of(), 3, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    String name = root.relativize(file).toString();
                    if (name.matches("[0-9a-f]{2}.[0-9a-f]{2}.[0-9a-f]{64}")) {
                        found.add(Hash.ofHex(name.substring(name.length() - 2 * Hash.BYTES)));
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                    // Whoever uses the folder may remove a file while it is listed.
                    if (e instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw e;
                }
            });
        } catch (IOException e) {
            throw failed("listing " + root, e);
        }
        found.sort(Comparator.comparing(Hash::hex));
        return List.copyOf(found);
    }

    /**
     * Opens a blob in a folder that others may use.
     *
     * @throws BlobMissing when there is none of that address
     */
    public static SeekableByteChannel read(Path root, Hash id) {
        Path file = path(root, id);
        try {
            return FileChannel.open(file, StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            throw new BlobMissing(id);
        } catch (IOException e) {
            throw failed("opening " + file, e);
        }
    }

    @Override
    public BlobSink create() {
        Path file = incoming.resolve(Long.toString(created.incrementAndGet()));
        try {
            return new FileSink(
                    file,
                    FileChannel.open(
                            file,
                            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                            OwnerOnly.fileAttributes(file)));
        } catch (IOException e) {
            throw failed("creating " + file, e);
        }
    }

    @Override
    public SeekableByteChannel open(Hash id) {
        return read(root, id);
    }

    @Override
    public boolean has(Hash id) {
        return Files.exists(path(id));
    }

    @Override
    public void delete(Hash id) {
        Path file = path(id);
        try {
            if (Files.deleteIfExists(file)) {
                Durable.syncFolder(folderOf(file));
            }
        } catch (IOException e) {
            throw failed("deleting " + file, e);
        }
    }

    private Path path(Hash id) {
        return path(root, id);
    }

    private static Path path(Path root, Hash id) {
        String hex = id.hex();
        return root.resolve(hex.substring(0, 2)).resolve(hex.substring(2, 4)).resolve(hex);
    }

    private static Path folderOf(Path file) throws IOException {
        Path folder = file.getParent();
        if (folder == null) {
            throw new IOException(file + " lies in no folder");
        }
        return folder;
    }

    /** Gives a synchronised file its address and makes the name durable, with every folder made for it. */
    private void publish(Path file, Hash id) throws IOException {
        Path target = path(id);
        Path second = folderOf(target);
        Path first = folderOf(second);
        Set<Path> toSync = new HashSet<>(Arrays.asList(second));
        if (!Files.isDirectory(second)) {
            OwnerOnly.createFolders(second);
            toSync.add(first);
            toSync.add(root);
        }
        // Equal content under the target is replaced by equal content.
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        for (Path folder : toSync) {
            Durable.syncFolder(folder);
        }
    }

    private static StorageFailed failed(String what, IOException e) {
        String reason = String.valueOf(e.getMessage());
        return new StorageFailed(what + ": " + e, reason.contains("No space left"), e);
    }

    private final class FileSink implements BlobSink {
        private final Path file;
        private final FileChannel channel;
        private final MessageDigest digest = Sha256.start();
        private boolean open = true;

        FileSink(Path file, FileChannel channel) {
            this.file = file;
            this.channel = channel;
        }

        @Override
        public int write(ByteBuffer bytes) {
            requireOpen();
            int count = bytes.remaining();
            digest.update(bytes.duplicate());
            try {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                return count;
            } catch (IOException e) {
                throw failed("writing " + file, e);
            }
        }

        @Override
        public Hash commit() {
            requireOpen();
            try {
                channel.force(true);
                channel.close();
                Hash id = Hash.of(digest.digest());
                publish(file, id);
                open = false;
                return id;
            } catch (IOException e) {
                throw failed("committing " + file, e);
            }
        }

        private void requireOpen() {
            if (!open) {
                throw new IllegalStateException("the blob is committed or closed");
            }
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public void close() {
            if (!open) {
                return;
            }
            open = false;
            try {
                channel.close();
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw failed("removing " + file, e);
            }
        }
    }
}

package org.comity.node.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one node, held by one process.
 *
 * <p>Two processes on one log would sign two histories, so the folder is locked by the operating system for as long as it is in use. On
 * POSIX systems a process loses its lock when it closes *any* channel on the same file; so a second opening within one
 * process is refused by a register before it touches the file.
 */
final class DataFolder implements AutoCloseable {
    static final String DATABASE = "comity.db";
    private static final String LOCK = "comity.lock";

    /** The lock lies far behind the text, which stays readable where locks are mandatory. */
    private static final long LOCK_POSITION = 1L << 40;

    /** File systems that live on another machine, where locks and fsync mean less than they say. */
    private static final Set<String> NETWORK = Set.of(
            "nfs",
            "nfs3",
            "nfs4",
            "cifs",
            "smb",
            "smb2",
            "smb3",
            "smbfs",
            "9p",
            "afs",
            "ncpfs",
            "ceph",
            "glusterfs",
            "lustre",
            "davfs",
            "webdav");

    private static final Set<Path> TAKEN = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel channel;

    private DataFolder(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /** Makes the folder if needed, checks and locks it. */
    static DataFolder take(Path wanted) {
        try {
            OwnerOnly.createFolders(wanted);
            Path folder = wanted.toRealPath();
            refuseNetwork(Files.getFileStore(folder).type(), folder);
            refuseWritableByOthers(folder);
            if (!TAKEN.add(folder)) {
                throw new StoreException("This process has the data folder " + folder + " open already.");
            }
            try {
                DataFolder taken = new DataFolder(folder, lock(folder));
                OwnerOnly.createFile(taken.database());
                Durable.syncFolder(folder);
                return taken;
            } catch (IOException | RuntimeException e) {
                TAKEN.remove(folder);
                throw e;
            }
        } catch (IOException e) {
            throw new StorageFailed("The data folder " + wanted + " cannot be used: " + e, false, e);
        }
    }

    static void refuseNetwork(String type, Path folder) {
        String name = type.toLowerCase(Locale.ROOT);
        String plain = name.startsWith("fuse.") ? name.substring("fuse.".length()) : name;
        if (NETWORK.contains(plain) || plain.equals("sshfs") || plain.equals("rclone") || plain.equals("s3fs")) {
            throw new StoreException("The data folder " + folder + " is on a network file system (" + type
                    + "), where locks and writes cannot be relied on. Choose a folder on a local disk.");
        }
    }

    private static void refuseWritableByOthers(Path folder) throws IOException {
        if (!OwnerOnly.supported(folder)) {
            return;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(folder);
        if (permissions.contains(PosixFilePermission.GROUP_WRITE)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new StoreException("The data folder " + folder
                    + " can be written by others. Run `chmod 700` on it, or choose a folder of the node's own.");
        }
    }

    private static FileChannel lock(Path folder) throws IOException {
        Path file = folder.resolve(LOCK);
        OwnerOnly.createFile(file);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (tryLock(channel) == null) {
                throw new StoreException("The data folder " + folder + " is in use by "
                        + holder(channel)
                        + ". Stop that process first, or give this node a data folder of its own.");
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(("process " + ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)), 0);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock(LOCK_POSITION, 1, false);
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** What the holder wrote about itself. */
    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(64);
        channel.read(text, 0);
        String holder = new String(text.array(), 0, text.position(), StandardCharsets.UTF_8).strip();
        return holder.startsWith("process ") ? holder : "another process";
    }

    Path database() {
        return folder.resolve(DATABASE);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new StorageFailed("releasing the lock of " + folder + ": " + e.getMessage(), false, e);
        } finally {
            TAKEN.remove(folder);
        }
    }
}

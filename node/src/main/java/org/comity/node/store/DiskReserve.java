package org.comity.node.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that holds nothing but room. It is given up when the disk is all but full, so that the alarm about it can still be logged
 * and the log closed in order; it is made again once there is room.
 *
 * <p>Failing to keep or to give up a reserve is no reason to stop a node, so such failures are reported and no more.
 */
final class DiskReserve {

    static final String FILE = "reserve";
    static final int BYTES = 16 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(DiskReserve.class);
    private static final int BLOCK = 1 << 20;

    private final Path file;
    private boolean kept;

    DiskReserve(Path file) {
        this.file = file;
    }

    Space space() {
        try {
            FileStore disk = Files.getFileStore(file.toAbsolutePath().getParent());
            return new Space(Math.max(0, disk.getUsableSpace()), Math.max(0, disk.getTotalSpace()));
        } catch (IOException e) {
            throw new StorageFailed("asking how much room there is beside " + file + ": " + e.getMessage(), false, e);
        }
    }

    synchronized void keep() {
        if (kept) {
            return;
        }
        // Whether or not it works this time: a folder where it fails would otherwise be tried at every look.
        kept = true;
        try {
            if (!Files.exists(file)) {
                OwnerOnly.createFile(file);
            }
            fill();
        } catch (IOException e) {
            LOG.warn("no room could be kept back in {}", file, e);
        }
    }

    /** Written, not only lengthened: a file system need not keep room for what was never written. */
    private void fill() throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (long at = channel.size(); at < BYTES; ) {
                at += channel.write(ByteBuffer.allocate((int) Math.min(BLOCK, BYTES - at)), at);
            }
        }
    }

    synchronized void spend() {
        kept = false;
        try {
            if (Files.deleteIfExists(file)) {
                LOG.warn("the disk is all but full: the reserve of {} bytes in {} is given up", BYTES, file);
            }
        } catch (IOException e) {
            LOG.warn("the reserve in {} could not be given up", file, e);
        }
    }
}

package org.comity.node.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.comity.node.world.Guard;
import org.comity.tlog.Hash;
import org.comity.tlog.TreeHead;

/**
 * A guard in a file of two preallocated slots, written in turn, each with its own checksum.
 *
 * <p>A torn write spoils one slot at the most; the other then still holds the head before it, which is good enough: what was
 * signed last was not released if its slot is torn, because a head is released only after this write. The file belongs to no backup:
 * its one purpose is to be newer than a database that was put back.
 *
 * <p>A slot is {@code size (8 bytes) | root (32) | SHA-256 of both (32)}, padded to 512 bytes.
 */
public final class FileGuard implements Guard, AutoCloseable {

    private static final int SLOT = 512;
    private static final int CONTENT = Long.BYTES + Hash.BYTES;

    private final FileChannel file;
    private long writes;

    /** Opens the file, and creates it with two empty slots where there is none. */
    public static FileGuard open(Path path) {
        try {
            FileChannel file = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (file.size() < 2 * SLOT) {
                file.write(ByteBuffer.allocate(2 * SLOT), 0);
                file.force(true);
            }
            FileGuard guard = new FileGuard(file);
            guard.newest();
            return guard;
        } catch (IOException e) {
            throw new UncheckedIOException("the guard file " + path + " cannot be opened", e);
        }
    }

    private FileGuard(FileChannel file) {
        this.file = file;
    }

    @Override
    public synchronized void remember(TreeHead head) {
        ByteBuffer slot = ByteBuffer.allocate(SLOT);
        slot.putLong(head.size()).put(head.root().bytes());
        slot.put(Hash.sha256(java.util.Arrays.copyOf(slot.array(), CONTENT)).bytes());
        slot.rewind();
        try {
            file.write(slot, (writes % 2) * SLOT);
            file.force(false);
            writes++;
        } catch (IOException e) {
            throw new UncheckedIOException("the guard cannot be written", e);
        }
    }

    @Override
    public synchronized Optional<TreeHead> newest() {
        Optional<TreeHead> first = read(0);
        Optional<TreeHead> second = read(1);
        boolean secondIsNewer = second.isPresent()
                && (first.isEmpty() || second.get().size() >= first.get().size());
        // The next write goes to the slot that holds the older head.
        writes = first.isEmpty() || secondIsNewer ? 0 : 1;
        return secondIsNewer ? second : first;
    }

    private Optional<TreeHead> read(int slot) {
        ByteBuffer bytes = ByteBuffer.allocate(SLOT);
        try {
            file.read(bytes, (long) slot * SLOT);
        } catch (IOException e) {
            throw new UncheckedIOException("the guard cannot be read", e);
        }
        byte[] content = java.util.Arrays.copyOf(bytes.array(), CONTENT);
        byte[] sum = java.util.Arrays.copyOfRange(bytes.array(), CONTENT, CONTENT + Hash.BYTES);
        if (!Hash.sha256(content).equals(Hash.of(sum))) {
            return Optional.empty();
        }
        ByteBuffer head = ByteBuffer.wrap(content);
        long size = head.getLong();
        byte[] root = new byte[Hash.BYTES];
        head.get(root);
        return Optional.of(new TreeHead(size, Hash.of(root)));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

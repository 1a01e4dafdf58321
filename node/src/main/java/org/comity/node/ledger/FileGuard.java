package org.comity.node.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
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
 * its one purpose is to be newer than a database that was put back. So a guard is made once, with the node, and one that is missing or
 * says nothing is never replaced by an empty one: a database of any age would pass it.
 *
 * <p>A slot is {@code size (8 bytes) | root (32) | SHA-256 of both (32)}, padded to 512 bytes.
 */
public final class FileGuard implements Guard, AutoCloseable {

    private static final int SLOT = 512;
    private static final int CONTENT = Long.BYTES + Hash.BYTES;

    private static final String REMEDY =
            "it says which head this node signed last, and without it nobody can tell whether the"
                    + " database is the newest. Put back the guard that lay beside this database when the node ended;"
                    + " if it is lost, declare a restore: comity restore";

    private final FileChannel file;
    private long writes;

    /** Makes the guard of a new node, which remembers the empty log. */
    public static void create(Path path) {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            file.write(slot(TreeHead.EMPTY).put(new byte[SLOT]).flip(), 0);
            file.force(true);
        } catch (IOException e) {
            throw new UncheckedIOException("the guard file " + path + " cannot be made", e);
        }
    }

    /**
     * Opens the file.
     *
     * @throws LedgerCorrupt when there is none, or no head can be read in it
     */
    public static FileGuard open(Path path) {
        try {
            FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileGuard guard = new FileGuard(file);
            if (file.size() != 2 * SLOT || guard.newest().isEmpty()) {
                file.close();
                throw new LedgerCorrupt("the guard file " + path + " is damaged: " + REMEDY);
            }
            return guard;
        } catch (NoSuchFileException e) {
            throw new LedgerCorrupt("the guard file " + path + " is missing: " + REMEDY);
        } catch (IOException e) {
            throw new UncheckedIOException("the guard file " + path + " cannot be opened", e);
        }
    }

    /**
     * Reads what a guard remembers, for example that of a folder which is used no more; it may lie on a disk that takes no writes.
     *
     * @throws LedgerCorrupt when there is none, or no head can be read in it
     */
    public static TreeHead remembered(Path path) {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            return new FileGuard(file)
                    .newest()
                    .orElseThrow(() ->
                            new LedgerCorrupt("the guard file " + path + " is damaged: it says nothing any more"));
        } catch (NoSuchFileException e) {
            throw new LedgerCorrupt("there is no guard file at " + path);
        } catch (IOException e) {
            throw new UncheckedIOException("the guard file " + path + " cannot be read", e);
        }
    }

    private FileGuard(FileChannel file) {
        this.file = file;
    }

    @Override
    public synchronized void remember(TreeHead head) {
        try {
            file.write(slot(head).limit(SLOT).rewind(), (writes % 2) * SLOT);
            file.force(false);
            writes++;
        } catch (IOException e) {
            throw new UncheckedIOException("the guard cannot be written", e);
        }
    }

    /** One slot, with room for another behind it. */
    private static ByteBuffer slot(TreeHead head) {
        ByteBuffer slot = ByteBuffer.allocate(2 * SLOT);
        slot.putLong(head.size()).put(head.root().bytes());
        slot.put(Hash.sha256(java.util.Arrays.copyOf(slot.array(), CONTENT)).bytes());
        return slot.position(SLOT);
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

package org.comity.web.processes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.comity.node.record.Lane;
import org.comity.tlog.Hash;
import org.comity.tlog.TreeHead;

/** A file of records of one length that outlives its process; a record that was half written when the process died is none. */
final class Journal implements AutoCloseable {

    /** A message whose receipt was durable at its sender. */
    record Acknowledged(Lane lane, long number) {
        static final int BYTES = 16;
    }

    private static final int HEAD_BYTES = Long.BYTES + Hash.BYTES;

    private final FileChannel file;

    private Journal(FileChannel file) {
        this.file = file;
    }

    static Journal open(Path path, int recordBytes) {
        try {
            FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            file.truncate(file.size() - file.size() % recordBytes);
            file.position(file.size());
            return new Journal(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the journal " + path + " cannot be opened", e);
        }
    }

    static Journal ofHeads(Path path) {
        return open(path, HEAD_BYTES);
    }

    /** Writes that a head left this node; SIGKILL takes nothing from the page cache, so it is not forced. */
    void released(TreeHead head) {
        ByteBuffer bytes = ByteBuffer.allocate(HEAD_BYTES);
        bytes.putLong(head.size()).put(head.root().bytes()).flip();
        write(bytes, false);
    }

    /** Writes acknowledged messages; they are on disk when this returns. */
    void acknowledged(List<Acknowledged> messages) {
        ByteBuffer bytes = ByteBuffer.allocate(messages.size() * Acknowledged.BYTES);
        for (Acknowledged message : messages) {
            bytes.putLong(message.lane().number()).putLong(message.number());
        }
        write(bytes.flip(), true);
    }

    private void write(ByteBuffer bytes, boolean force) {
        try {
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            if (force) {
                file.force(true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a journal cannot be written", e);
        }
    }

    static List<TreeHead> heads(Path path) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path));
        List<TreeHead> heads = new ArrayList<>();
        while (bytes.remaining() >= HEAD_BYTES) {
            long size = bytes.getLong();
            byte[] root = new byte[Hash.BYTES];
            bytes.get(root);
            heads.add(new TreeHead(size, Hash.of(root)));
        }
        return heads;
    }

    static List<Acknowledged> acknowledged(Path path) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path));
        List<Acknowledged> messages = new ArrayList<>();
        while (bytes.remaining() >= Acknowledged.BYTES) {
            messages.add(new Acknowledged(Lane.of(bytes.getLong()), bytes.getLong()));
        }
        return messages;
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException("a journal cannot be closed", e);
        }
    }
}

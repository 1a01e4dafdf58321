package org.comity.node.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.HashMap;
import java.util.Map;
import org.comity.node.store.BlobSink;
import org.comity.node.store.Blobs;
import org.comity.node.store.MemoryBlobs;
import org.comity.tlog.Hash;

/** Blobs whose stored bytes a test can change behind their address. */
final class ChangeableBlobs implements Blobs {
    private final MemoryBlobs blobs = new MemoryBlobs();
    private final Map<Hash, Hash> replaced = new HashMap<>();

    void flip(Hash id, int at) {
        byte[] bytes = content(id);
        bytes[at] ^= 1;
        replaced.put(id, store(bytes));
    }

    void restore(Hash id) {
        replaced.remove(id);
    }

    byte[] content(Hash id) {
        try (SeekableByteChannel channel = open(id)) {
            ByteBuffer buffer = ByteBuffer.allocate((int) channel.size());
            while (buffer.hasRemaining()) {
                channel.read(buffer);
            }
            return buffer.array();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    SeekableByteChannel put(byte[] bytes) {
        return open(store(bytes));
    }

    private Hash store(byte[] bytes) {
        try (BlobSink sink = blobs.create()) {
            sink.write(ByteBuffer.wrap(bytes));
            return sink.commit();
        }
    }

    @Override
    public BlobSink create() {
        return blobs.create();
    }

    @Override
    public SeekableByteChannel open(Hash id) {
        return blobs.open(replaced.getOrDefault(id, id));
    }

    @Override
    public boolean has(Hash id) {
        return blobs.has(id);
    }

    @Override
    public void delete(Hash id) {
        blobs.delete(id);
    }
}

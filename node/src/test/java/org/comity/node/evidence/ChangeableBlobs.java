package org.comity.node.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.comity.node.store.BlobSink;
import org.comity.node.store.Blobs;
import org.comity.node.store.MemoryBlobs;
import org.comity.tlog.Hash;

/** Blobs whose stored bytes a test can change behind their address. */
final class ChangeableBlobs implements Blobs {
    private final MemoryBlobs blobs = new MemoryBlobs();
    private final Map<Hash, Hash> replaced = new HashMap<>();
    private final Set<Hash> kept = new HashSet<>();

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

    /** Blobs committed and not deleted. */
    int count() {
        return kept.size();
    }

    @Override
    public BlobSink create() {
        BlobSink sink = blobs.create();
        return new BlobSink() {
            @Override
            public int write(ByteBuffer bytes) {
                return sink.write(bytes);
            }

            @Override
            public Hash commit() {
                Hash id = sink.commit();
                kept.add(id);
                return id;
            }

            @Override
            public boolean isOpen() {
                return sink.isOpen();
            }

            @Override
            public void close() {
                sink.close();
            }
        };
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
        kept.remove(id);
        blobs.delete(id);
    }
}

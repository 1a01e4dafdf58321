package org.comity.node.store;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.comity.tlog.Hash;

/** Blobs in memory, for simulations. */
public final class MemoryBlobs implements Blobs {
    private final Map<Hash, byte[]> blobs = new ConcurrentHashMap<>();

    @Override
    public BlobSink create() {
        return new MemorySink();
    }

    @Override
    public SeekableByteChannel open(Hash id) {
        byte[] bytes = blobs.get(id);
        if (bytes == null) {
            throw new BlobMissing(id);
        }
        return new BytesChannel(bytes);
    }

    @Override
    public boolean has(Hash id) {
        return blobs.containsKey(id);
    }

    @Override
    public void delete(Hash id) {
        blobs.remove(id);
    }

    private final class MemorySink implements BlobSink {
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();
        private boolean open = true;

        @Override
        public int write(ByteBuffer bytes) {
            requireOpen();
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            written.writeBytes(copy);
            return copy.length;
        }

        @Override
        public Hash commit() {
            requireOpen();
            open = false;
            byte[] bytes = written.toByteArray();
            Hash id = Hash.sha256(bytes);
            blobs.put(id, bytes);
            return id;
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
            open = false;
        }
    }
}

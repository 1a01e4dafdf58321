package org.comity.node.evidence;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import org.comity.age.SeekableSource;

/** Joins the two parts of a vault file: the header from the database, nonce and chunks from the blob store. */
final class VaultFile implements SeekableSource, AutoCloseable {
    private final byte[] header;
    private final SeekableByteChannel channel;
    private final SeekableSource rest;

    VaultFile(byte[] header, SeekableByteChannel channel) {
        this.header = header;
        this.channel = channel;
        this.rest = SeekableSource.of(channel);
    }

    @Override
    public long size() throws IOException {
        return header.length + rest.size();
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        if (offset < 0) {
            throw new EOFException("offset " + offset + " is negative");
        }
        int start = target.position();
        if (offset < header.length) {
            int count = Math.min(header.length - (int) offset, target.remaining());
            target.put(header, (int) offset, count);
        }
        if (target.hasRemaining()) {
            rest.read(offset + target.position() - start - header.length, target);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

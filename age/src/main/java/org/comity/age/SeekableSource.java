package org.comity.age;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;

/** Bytes of a fixed length that can be read at any offset, by several threads at once. */
public interface SeekableSource {
    /** Length in bytes. */
    long size() throws IOException;

    /**
     * Fills the buffer's remaining space with the bytes from {@code offset} on.
     *
     * @throws EOFException if the source ends before the buffer is full
     * @throws IOException if reading fails
     */
    void read(long offset, ByteBuffer target) throws IOException;

    /** A view of the array, which must not change. */
    static SeekableSource of(byte[] bytes) {
        return new SeekableSource() {
            @Override
            public long size() {
                return bytes.length;
            }

            @Override
            public void read(long offset, ByteBuffer target) throws EOFException {
                if (offset < 0 || offset > bytes.length - target.remaining()) {
                    throw new EOFException("bytes " + offset + " to " + (offset + target.remaining())
                            + " of a source of " + bytes.length);
                }
                target.put(bytes, (int) offset, target.remaining());
            }
        };
    }

    /**
     * A view of the channel, which stays the caller's to close. Reads of a {@link FileChannel} leave its position alone
     * and run side by side; any other channel is read by one thread at a time and moved.
     */
    static SeekableSource of(SeekableByteChannel channel) {
        return new SeekableSource() {
            @Override
            public long size() throws IOException {
                return channel.size();
            }

            @Override
            public void read(long offset, ByteBuffer target) throws IOException {
                if (channel instanceof FileChannel file) {
                    for (long at = offset; target.hasRemaining(); ) {
                        at += requireProgress(file.read(target, at), at);
                    }
                    return;
                }
                synchronized (channel) {
                    channel.position(offset);
                    while (target.hasRemaining()) {
                        requireProgress(channel.read(target), channel.position());
                    }
                }
            }

            private int requireProgress(int read, long at) throws EOFException {
                if (read < 0) {
                    throw new EOFException("the source ends at byte " + at);
                }
                return read;
            }
        };
    }
}

package org.comity.cli.proof;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.function.LongConsumer;

/** A file that is read, and tells how much of it was. It cannot be written. */
final class WatchedChannel extends FileChannel {

    private final FileChannel file;
    private final LongConsumer progress;
    private long done;

    WatchedChannel(FileChannel file, LongConsumer progress) {
        this.file = file;
        this.progress = progress;
    }

    private int counted(int read) {
        if (read > 0) {
            done += read;
            progress.accept(done);
        }
        return read;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        return counted(file.read(into));
    }

    @Override
    public long read(ByteBuffer[] into, int offset, int length) throws IOException {
        long read = file.read(into, offset, length);
        done += Math.max(0, read);
        progress.accept(done);
        return read;
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
        return counted(file.read(into, position));
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
        long moved = file.transferTo(position, count, target);
        done += moved;
        progress.accept(done);
        return moved;
    }

    @Override
    public long position() throws IOException {
        return file.position();
    }

    @Override
    public FileChannel position(long position) throws IOException {
        file.position(position);
        return this;
    }

    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
        return file.map(mode, position, size);
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) throws IOException {
        return file.lock(position, size, shared);
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
        return file.tryLock(position, size, shared);
    }

    @Override
    public int write(ByteBuffer from) {
        throw new UnsupportedOperationException("this file is only read");
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int length) {
        throw new UnsupportedOperationException("this file is only read");
    }

    @Override
    public int write(ByteBuffer from, long position) {
        throw new UnsupportedOperationException("this file is only read");
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
        throw new UnsupportedOperationException("this file is only read");
    }

    @Override
    public FileChannel truncate(long size) {
        throw new UnsupportedOperationException("this file is only read");
    }

    @Override
    public void force(boolean metaData) {
        // Nothing was written.
    }

    @Override
    protected void implCloseChannel() throws IOException {
        file.close();
    }
}

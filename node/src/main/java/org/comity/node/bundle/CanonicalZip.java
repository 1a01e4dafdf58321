package org.comity.node.bundle;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.comity.tlog.Hash;

/**
 * A ZIP file of which only one form is legal, so that equal contents are equal bytes and there is no room between the files.
 *
 * <p>ZIP readers disagree: one believes the list at the end, another the headers along the way; some take the first of two equal
 * names, some the last; bytes before, between and behind the files are read by nobody and carried by all. Here the headers are
 * walked from byte 0, each is compared with the only one that its name, size and checksum allow ({@link ZipHeaders}), and then the
 * whole list at the end is made again from what was walked and compared. Writing again what was read therefore gives the same bytes;
 * there is nothing else in the file.
 *
 * <p>Files lie in ascending order of the bytes of their names. Without ZIP64 a bundle is below 4 GiB and has at most 65,534 files:
 * larger evidence travels apart, and the bundle names its digest.
 *
 * <p>Reading holds one buffer: contents are streamed once for their digests, and again only when they are asked for.
 */
final class CanonicalZip {

    /** Largest file as a whole, in bytes: 2^32 - 2. */
    static final long MAX_BYTES = 0xffff_fffeL;

    /** Most files. */
    static final int MAX_FILES = 65_534;

    private final FileChannel channel;
    private final SortedMap<String, StoredFile> files = new TreeMap<>(EntryName.ORDER);

    private CanonicalZip(FileChannel channel) {
        this.channel = channel;
    }

    /** A file to be written, measured already. */
    record Content(ByteSource source, Measured measured) {

        static Content of(ByteSource source) throws IOException {
            return new Content(source, Measured.of(source));
        }

        static Content of(byte[] bytes) throws IOException {
            return of(ByteSource.of(bytes));
        }
    }

    /**
     * Writes the one form.
     *
     * @throws IllegalArgumentException if there is no file, or more than the format holds
     * @throws IOException also if a source gives other bytes than when it was measured
     */
    static void write(Map<String, Content> contents, WritableByteChannel out) throws IOException {
        SortedMap<String, Content> sorted = new TreeMap<>(EntryName.ORDER);
        sorted.putAll(contents);
        List<StoredFile> written = plan(sorted);
        for (StoredFile file : written) {
            writeFully(out, ByteBuffer.wrap(ZipHeaders.local(file.nameBytes().length, file.measured())));
            writeFully(out, ByteBuffer.wrap(file.nameBytes()));
            Content content = contents.get(file.name());
            if (content == null) {
                throw new IllegalStateException(file.name() + " is planned and not there");
            }
            try (ReadableByteChannel in = content.source().open()) {
                if (!Measured.of(in, bytes -> writeFully(out, bytes)).equals(file.measured())) {
                    throw new IOException(file.name() + " changed while it was exported");
                }
            }
        }
        for (StoredFile file : written) {
            writeFully(out, ByteBuffer.wrap(ZipHeaders.central(file)));
            writeFully(out, ByteBuffer.wrap(file.nameBytes()));
        }
        long centralOffset = written.getLast().end();
        writeFully(out, ByteBuffer.wrap(ZipHeaders.end(written.size(), centralBytes(written), centralOffset)));
    }

    private static List<StoredFile> plan(SortedMap<String, Content> sorted) {
        sorted.keySet().forEach(EntryName::require);
        EntryName.requireApart(sorted.keySet());
        List<StoredFile> files = new ArrayList<>();
        long offset = 0;
        for (Map.Entry<String, Content> entry : sorted.entrySet()) {
            StoredFile file = new StoredFile(entry.getKey(), entry.getValue().measured(), offset);
            files.add(file);
            offset = file.end();
        }
        long total = offset + centralBytes(files) + ZipHeaders.END_BYTES;
        if (files.isEmpty() || files.size() > MAX_FILES || total > MAX_BYTES) {
            throw new IllegalArgumentException("a bundle of " + files.size() + " files and " + total
                    + " bytes, legal are 1 to " + MAX_FILES + " files and at most " + MAX_BYTES + " bytes");
        }
        return files;
    }

    private static long centralBytes(List<StoredFile> files) {
        return files.stream()
                .mapToLong(file -> ZipHeaders.CENTRAL_BYTES + file.nameBytes().length)
                .sum();
    }

    private static void writeFully(WritableByteChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    /**
     * Reads all headers and digests all contents.
     *
     * @param channel must stay open as long as contents are read
     * @throws BundleRefused if any byte is not as the one form has it
     */
    static CanonicalZip read(FileChannel channel) throws IOException {
        CanonicalZip zip = new CanonicalZip(channel);
        try {
            zip.readAll();
        } catch (EOFException e) {
            throw new BundleRefused(BundleLayout.BUNDLE, "ends too early; a part of it is missing", e);
        }
        return zip;
    }

    /** In their order. */
    SortedMap<String, StoredFile> files() {
        return Collections.unmodifiableSortedMap(files);
    }

    /** @throws BundleRefused if there is no such file */
    StoredFile file(String name) {
        StoredFile file = files.get(name);
        if (file == null) {
            throw new BundleRefused(name, "is missing");
        }
        return file;
    }

    /**
     * The content of a small file.
     *
     * @throws BundleRefused if there is no such file, or it is longer than {@code max} bytes
     */
    byte[] bytes(String name, int max) throws IOException {
        StoredFile file = file(name);
        if (file.size() > max) {
            throw new BundleRefused(name, "has " + file.size() + " bytes, legal are at most " + max);
        }
        byte[] bytes = at(file.dataOffset(), (int) file.size());
        if (!Hash.sha256(bytes).equals(file.sha256())) {
            throw new BundleRefused(name, "was changed while it was read");
        }
        return bytes;
    }

    /** The content of a file of any size. */
    ByteSource source(StoredFile file) {
        return () -> new Slice(channel, file.dataOffset(), file.size());
    }

    private void readAll() throws IOException {
        long size = channel.size();
        if (size > MAX_BYTES) {
            throw new BundleRefused(
                    BundleLayout.BUNDLE, "has " + size + " bytes, legal are at most " + MAX_BYTES + " (no ZIP64)");
        }
        long position = 0;
        while (signatureAt(position) == ZipHeaders.LOCAL_SIGNATURE) {
            StoredFile file = readFile(position);
            files.put(file.name(), file);
            position = file.end();
        }
        if (files.isEmpty()) {
            throw new BundleRefused(BundleLayout.BUNDLE, "does not begin with a file of a ZIP archive");
        }
        if (files.size() > MAX_FILES) {
            throw new BundleRefused(
                    BundleLayout.BUNDLE, "has " + files.size() + " files, legal are at most " + MAX_FILES);
        }
        EntryName.requireApart(files.keySet());
        long centralOffset = position;
        for (StoredFile file : files.values()) {
            position = readCentral(file, position);
        }
        if (signatureAt(position) != ZipHeaders.END_SIGNATURE) {
            throw new BundleRefused(BundleLayout.BUNDLE, "lists more files than it holds, or something behind them");
        }
        byte[] end = ZipHeaders.end(files.size(), position - centralOffset, centralOffset);
        ZipHeaders.requireEnd(end, at(position, ZipHeaders.END_BYTES));
        if (position + ZipHeaders.END_BYTES != size) {
            throw new BundleRefused(
                    BundleLayout.BUNDLE,
                    "has " + (size - position - ZipHeaders.END_BYTES) + " trailing bytes behind its end");
        }
    }

    private StoredFile readFile(long position) throws IOException {
        byte[] header = at(position, ZipHeaders.LOCAL_BYTES);
        ByteBuffer in = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
        int nameBytes = in.getShort(26) & 0xffff;
        if (nameBytes > EntryName.MAX_BYTES) {
            throw new BundleRefused(
                    BundleLayout.BUNDLE,
                    "a file name has " + nameBytes + " bytes, legal are at most " + EntryName.MAX_BYTES);
        }
        String name = EntryName.decode(at(position + ZipHeaders.LOCAL_BYTES, nameBytes));
        requireNext(name);
        long size = in.getInt(22) & 0xffff_ffffL;
        // Everything but the checksum is compared before the content is read: what is not stored has another size.
        Measured stated = new Measured(size, in.getInt(14), Hash.EMPTY_ROOT);
        ZipHeaders.requireLocal(name, ZipHeaders.local(nameBytes, stated), header);
        long data = position + ZipHeaders.LOCAL_BYTES + nameBytes;
        if (size > channel.size() - data) {
            throw new BundleRefused(name, "states " + size + " bytes, more than the bundle has left");
        }
        Measured measured = Measured.of(new Slice(channel, data, size), bytes -> {});
        ZipHeaders.requireLocal(name, ZipHeaders.local(nameBytes, measured), header);
        return new StoredFile(name, measured, position);
    }

    private void requireNext(String name) {
        if (files.containsKey(name)) {
            throw new BundleRefused(name, "is there twice");
        }
        if (!files.isEmpty() && EntryName.ORDER.compare(files.lastKey(), name) > 0) {
            throw new BundleRefused(name, "stands behind " + files.lastKey() + "; files lie in ascending order");
        }
    }

    private long readCentral(StoredFile file, long position) throws IOException {
        byte[] expectedName = file.nameBytes();
        if (signatureAt(position) != ZipHeaders.CENTRAL_SIGNATURE) {
            throw new BundleRefused(
                    file.name(), "is not in the list at the end, or bytes of no file stand before that list");
        }
        byte[] header = at(position, ZipHeaders.CENTRAL_BYTES);
        ZipHeaders.requireCentral(file.name(), ZipHeaders.central(file), header);
        byte[] name = at(position + ZipHeaders.CENTRAL_BYTES, expectedName.length);
        if (!java.util.Arrays.equals(name, expectedName)) {
            throw new BundleRefused(file.name(), "has another name in the list at the end");
        }
        return position + ZipHeaders.CENTRAL_BYTES + expectedName.length;
    }

    private int signatureAt(long position) throws IOException {
        return ByteBuffer.wrap(at(position, 4)).order(ByteOrder.LITTLE_ENDIAN).getInt();
    }

    private byte[] at(long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new EOFException("the bundle ends at " + (position + buffer.position()));
            }
        }
        return buffer.array();
    }

    /** A range of the channel, read by position so that several may be read at once. */
    private static final class Slice implements ReadableByteChannel {
        private final FileChannel channel;
        private long position;
        private long left;
        private boolean open = true;

        Slice(FileChannel channel, long position, long length) {
            this.channel = channel;
            this.position = position;
            this.left = length;
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            if (left == 0) {
                return -1;
            }
            ByteBuffer part = target.slice(target.position(), (int) Math.min(left, target.remaining()));
            int read = channel.read(part, position);
            if (read < 0) {
                throw new EOFException("the bundle ends at " + position);
            }
            target.position(target.position() + read);
            position += read;
            left -= read;
            return read;
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

package org.comity.age;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.comity.age.AgeException.Fault;

/**
 * An age file open for reading at any offset.
 *
 * <p>Opening checks the header and then the last chunk. Only the last chunk is sealed as the last, at its own number, so
 * that its tag vouches for the length of the whole; without it a file cut between two chunks would look sound. Each
 * further chunk is checked when it is first touched. The chunk read last is kept, so that small reads in a row open it
 * once.
 *
 * <p>Safe for use by several threads, one at a time; for a whole file in parallel use {@link AgeReader}.
 */
public final class AgeFile implements SeekableSource {
    private static final int FIRST_READ_BYTES = 4_096;

    private final SeekableSource file;
    private final Header header;
    private final PayloadLayout layout;
    private final ChunkCipher cipher;
    private final byte[] sealed = new byte[Format.SEALED_CHUNK_BYTES];
    private final byte[] chunk = new byte[Format.CHUNK_BYTES];
    private long held = -1;

    private AgeFile(SeekableSource file, Header header, PayloadLayout layout, ChunkCipher cipher) {
        this.file = file;
        this.header = header;
        this.layout = layout;
        this.cipher = cipher;
    }

    /**
     * Checks header, identity, MAC, length and last chunk.
     *
     * @param file must not change while this object is used; stays the caller's to close
     * @throws AgeException if the file is not whole, not for these identities, or outside the rules
     * @throws IOException if the file cannot be read
     */
    public static AgeFile open(SeekableSource file, List<? extends Identity> identities, OpenRules rules)
            throws IOException {
        long length = file.size();
        Header header = readHeader(file, length, rules);
        FileKey key = header.unlock(identities);
        PayloadLayout layout = PayloadLayout.ofSealed(header.length(), length);
        rules.requirePlaintext(layout.plaintextLength());
        byte[] nonce = new byte[Format.PAYLOAD_NONCE_BYTES];
        file.read(header.length(), ByteBuffer.wrap(nonce));
        AgeFile opened = new AgeFile(file, header, layout, new ChunkCipher(key.payloadKey(nonce)));
        opened.load(layout.chunks() - 1);
        return opened;
    }

    /** As parsed and confirmed by its MAC. */
    public Header header() {
        return header;
    }

    /** Length of the plaintext in bytes, as the last chunk vouches for it. */
    @Override
    public long size() {
        return layout.plaintextLength();
    }

    /**
     * Fills the buffer with plaintext from {@code offset} on, all of it authentic.
     *
     * @throws EOFException if the plaintext ends before the buffer is full; nothing is then read
     * @throws AgeException {@link Fault#CHUNK_CORRUPT}; the buffer then holds the sound bytes before that chunk
     */
    @Override
    public synchronized void read(long offset, ByteBuffer target) throws IOException {
        if (offset < 0 || offset > size() - target.remaining()) {
            throw new EOFException(
                    "bytes " + offset + " to " + (offset + target.remaining()) + " of a plaintext of " + size());
        }
        long at = offset;
        while (target.hasRemaining()) {
            long index = at / Format.CHUNK_BYTES;
            load(index);
            int skip = (int) (at - index * Format.CHUNK_BYTES);
            int length = Math.min(layout.chunkLength(index) - skip, target.remaining());
            target.put(chunk, skip, length);
            at += length;
        }
    }

    private void load(long index) throws IOException {
        if (held == index) {
            return;
        }
        held = -1;
        int length = layout.chunkLength(index) + Format.TAG_BYTES;
        file.read(layout.sealedOffset(index), ByteBuffer.wrap(sealed, 0, length));
        cipher.open(index, layout.isLast(index), sealed, 0, length, chunk, 0);
        held = index;
    }

    private static Header readHeader(SeekableSource file, long fileLength, OpenRules rules) throws IOException {
        for (int wanted = FIRST_READ_BYTES; ; wanted *= 2) {
            byte[] prefix = new byte[(int) Math.min(wanted, fileLength)];
            file.read(0, ByteBuffer.wrap(prefix));
            Optional<Header> header = HeaderParser.parse(prefix, prefix.length, rules);
            if (header.isPresent()) {
                return header.get();
            }
            if (prefix.length == fileLength) {
                throw new AgeException(
                        Fault.TRUNCATED, "the header is cut off: no MAC line in " + fileLength + " bytes");
            }
        }
    }
}

package org.comity.node.evidence;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import org.comity.age.AgeException;
import org.comity.age.AgeFile;
import org.comity.age.AgeWriter;
import org.comity.age.OpenRules;
import org.comity.age.PassObserver;
import org.comity.age.PostQuantumRecipient;
import org.comity.age.Sealing;
import org.comity.age.SeekableSource;
import org.comity.age.Workers;
import org.comity.node.evidence.EvidenceException.Fault;
import org.comity.node.store.BlobMissing;
import org.comity.node.store.BlobSink;
import org.comity.node.store.Blobs;
import org.comity.node.world.Entropy;
import org.comity.tlog.Hash;

/**
 * The cryptography of the vault, and nothing of its book-keeping. Every call is heavy and belongs on the crew; memory stays
 * constant whatever the length of an item.
 */
final class Vault {
    private static final int STEP_BYTES = 1 << 20;

    /**
     * A file that was just encrypted.
     *
     * @param header to be kept sealed in the database
     * @param content where the rest lies
     */
    @SuppressWarnings("ArrayRecordComponent") // handed from the crew to one commit, never compared
    record Sealed(byte[] header, Hash content, PieceList pieces, Hash sha256, long length) {}

    /** The one encryption for one recipient, with the hashes of its pieces. */
    record Outgoing(Sealing sealing, PieceList pieces) {}

    private final Blobs blobs;
    private final VaultKeys keys;
    private final Entropy entropy;
    private final Workers workers;

    Vault(Blobs blobs, VaultKeys keys, Entropy entropy, Workers workers) {
        this.blobs = blobs;
        this.keys = keys;
        this.entropy = entropy;
        this.workers = workers;
    }

    /** Reads a plaintext to its end, once: digest, encryption and piece hashes are made in the same pass. */
    Sealed takeIn(ReadableByteChannel plaintext, LongConsumer progress) throws IOException {
        Sealing sealing = Sealing.create(keys.recipients(), entropy::fill);
        Pass pass = new Pass(progress);
        try (BlobSink sink = blobs.create()) {
            HeaderSplit split = new HeaderSplit(sealing.header().length(), sink);
            long length = AgeWriter.write(sealing, plaintext, split, workers, pass);
            PieceList pieces = pass.tree.finish();
            return new Sealed(split.header(), sink.commit(), pieces, pass.sha256(), length);
        }
    }

    /**
     * Encrypts an item anew for one recipient and keeps nothing but the hashes; the bytes are made again when they are fetched.
     *
     * @throws EvidenceException {@link Fault#DAMAGED} if the vault copy is not the item that was taken in
     */
    Outgoing prepare(byte[] header, Hash content, ItemDetail detail, PostQuantumRecipient recipient)
            throws IOException {
        try (VaultFile file = file(header, content)) {
            AgeFile plaintext = plaintext(file);
            Sealing sealing = Sealing.create(List.of(recipient), entropy::fill);
            Pass pass = new Pass(bytes -> {});
            long length = AgeWriter.write(sealing, reading(plaintext), new Nowhere(), workers, pass);
            requireSame(detail.sha256(), detail.length(), pass.sha256(), length, Fault.DAMAGED);
            return new Outgoing(sealing, pass.tree.finish());
        } catch (AgeException e) {
            throw damaged(e);
        }
    }

    /**
     * Makes a run of pieces of an outgoing file again. They leave only after each equals its hash: a changed plaintext under the
     * same key and nonce would give both away.
     *
     * @throws EvidenceException {@link Fault#DAMAGED}
     */
    byte[] regenerate(byte[] header, Hash content, Outgoing outgoing, int first, int count) throws IOException {
        try (VaultFile file = file(header, content)) {
            var range = outgoing.pieces().range(first, count);
            ByteBuffer target = ByteBuffer.allocate(Math.toIntExact(range.length()));
            AgeFile plaintext = plaintext(file);
            if (outgoing.sealing().sealedLength(plaintext.size())
                    != outgoing.pieces().fileLength()) {
                throw new EvidenceException(
                        Fault.DAMAGED, "the vault copy has " + plaintext.size() + " bytes, another length than before");
            }
            outgoing.sealing().regenerate(plaintext, range.first(), target);
            outgoing.pieces().requirePieces(first, target.array());
            return target.array();
        } catch (AgeException e) {
            throw damaged(e);
        } catch (EvidenceException e) {
            throw e.fault() == Fault.DAMAGED ? e : damaged(e);
        }
    }

    /**
     * Decrypts a whole file and compares.
     *
     * @throws EvidenceException {@link Fault#WRONG_DIGEST}, {@link Fault#WRONG_LENGTH}, {@link Fault#NOT_FOR_THIS_VAULT}
     */
    void verify(byte[] header, Hash content, Hash sha256, long length) throws IOException {
        try (VaultFile file = file(header, content)) {
            AgeFile plaintext = AgeFile.open(file, keys.identities(), OpenRules.DEFAULT);
            MessageDigest digest = PieceTree.sha256();
            ReadableByteChannel channel = reading(plaintext);
            ByteBuffer buffer = ByteBuffer.allocate(STEP_BYTES);
            while (channel.read(buffer) >= 0) {
                digest.update(buffer.flip());
                buffer.clear();
            }
            requireSame(sha256, length, Hash.of(digest.digest()), plaintext.size(), Fault.WRONG_DIGEST);
        } catch (AgeException e) {
            throw new EvidenceException(
                    Fault.NOT_FOR_THIS_VAULT, "the file does not open with this vault's keys: " + e.getMessage(), e);
        }
    }

    /** @throws EvidenceException {@link Fault#DAMAGED} if the blob is missing */
    VaultFile file(byte[] header, Hash content) {
        try {
            return new VaultFile(header, blobs.open(content));
        } catch (BlobMissing e) {
            throw new EvidenceException(Fault.DAMAGED, "the vault copy is missing: " + e.getMessage(), e);
        }
    }

    /** @throws EvidenceException {@link Fault#DAMAGED} */
    AgeFile plaintext(VaultFile file) throws IOException {
        try {
            return AgeFile.open(file, keys.identities(), OpenRules.DEFAULT);
        } catch (AgeException e) {
            throw damaged(e);
        }
    }

    static EvidenceException damaged(Exception cause) {
        return new EvidenceException(Fault.DAMAGED, "the vault copy is not what it was: " + cause.getMessage(), cause);
    }

    private static void requireSame(Hash sha256, long length, Hash found, long foundLength, Fault fault) {
        if (length != foundLength || !sha256.equals(found)) {
            throw new EvidenceException(
                    fault,
                    "the item has " + foundLength + " bytes with SHA-256 " + found.hex() + ", it should have " + length
                            + " with " + sha256.hex());
        }
    }

    private static ReadableByteChannel reading(SeekableSource source) throws IOException {
        long size = source.size();
        return new ReadableByteChannel() {
            private long at;

            @Override
            public int read(ByteBuffer target) throws IOException {
                if (at == size) {
                    return -1;
                }
                int count = (int) Math.min(target.remaining(), size - at);
                source.read(at, target.slice(target.position(), count));
                target.position(target.position() + count);
                at += count;
                return count;
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {
                // The source is its owner's to close.
            }
        };
    }

    /** Hashes both sides of one encryption. */
    private static final class Pass implements PassObserver {
        private final MessageDigest digest = PieceTree.sha256();
        private final PieceTree tree = new PieceTree();
        private final LongConsumer progress;
        private long done;

        Pass(LongConsumer progress) {
            this.progress = progress;
        }

        @Override
        public void plaintext(ByteBuffer bytes) {
            done += bytes.remaining();
            digest.update(bytes.duplicate());
            progress.accept(done);
        }

        @Override
        public void sealed(ByteBuffer bytes) {
            tree.update(bytes);
        }

        Hash sha256() {
            return Hash.of(digest.digest());
        }
    }

    /** Keeps the first bytes, the header, and passes the rest on. */
    private static final class HeaderSplit implements WritableByteChannel {
        private final byte[] header;
        private final WritableByteChannel rest;
        private int got;

        HeaderSplit(int headerLength, WritableByteChannel rest) {
            this.header = new byte[headerLength];
            this.rest = rest;
        }

        byte[] header() {
            return Arrays.copyOf(header, got);
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            int kept = Math.min(header.length - got, bytes.remaining());
            bytes.get(header, got, kept);
            got += kept;
            int passed = kept;
            while (bytes.hasRemaining()) {
                passed += rest.write(bytes);
            }
            return passed;
        }

        @Override
        public boolean isOpen() {
            return rest.isOpen();
        }

        @Override
        public void close() throws IOException {
            rest.close();
        }
    }

    /** Takes everything and keeps nothing. */
    private static final class Nowhere implements WritableByteChannel {
        @Override
        public int write(ByteBuffer bytes) {
            int count = bytes.remaining();
            bytes.position(bytes.limit());
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}

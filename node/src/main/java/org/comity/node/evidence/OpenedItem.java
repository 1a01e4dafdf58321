package org.comity.node.evidence;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.security.MessageDigest;
import org.comity.age.AgeException;
import org.comity.age.AgeFile;
import org.comity.age.SeekableSource;
import org.comity.node.evidence.EvidenceException.Fault;
import org.comity.tlog.Hash;

/** The plaintext of an item, readable at any offset; the opening is in the chain of custody. To be closed. */
public final class OpenedItem implements SeekableSource, AutoCloseable {
    private static final int STEP_BYTES = 1 << 20;

    private final ItemDetail detail;
    private final VaultFile file;
    private final AgeFile plaintext;

    OpenedItem(ItemDetail detail, VaultFile file, AgeFile plaintext) {
        this.detail = detail;
        this.file = file;
        this.plaintext = plaintext;
    }

    public ItemDetail detail() {
        return detail;
    }

    @Override
    public long size() {
        return plaintext.size();
    }

    /** @throws EvidenceException {@link Fault#DAMAGED} */
    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        try {
            plaintext.read(offset, target);
        } catch (AgeException e) {
            throw Vault.damaged(e);
        }
    }

    /**
     * Writes the whole plaintext, and compares its digest at the end.
     *
     * @throws EvidenceException {@link Fault#DAMAGED}; what was written is then to be thrown away
     */
    public void copyTo(WritableByteChannel target) throws IOException {
        MessageDigest digest = PieceTree.sha256();
        ByteBuffer buffer = ByteBuffer.allocate(STEP_BYTES);
        for (long at = 0; at < size(); ) {
            buffer.clear().limit((int) Math.min(STEP_BYTES, size() - at));
            read(at, buffer);
            buffer.flip();
            at += buffer.remaining();
            digest.update(buffer.duplicate());
            while (buffer.hasRemaining()) {
                target.write(buffer);
            }
        }
        Hash found = Hash.of(digest.digest());
        if (size() != detail.length() || !found.equals(detail.sha256())) {
            throw new EvidenceException(
                    Fault.DAMAGED,
                    "the vault gives " + size() + " bytes with SHA-256 " + found.hex() + ", taken in were "
                            + detail.length() + " with " + detail.sha256().hex());
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

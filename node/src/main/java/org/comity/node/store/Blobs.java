package org.comity.node.store;

import java.nio.channels.SeekableByteChannel;
import org.comity.tlog.Hash;

/**
 * Large content by its address, the SHA-256 of the bytes as stored (sealed bytes, so the address says nothing about what is inside).
 *
 * <p>All methods throw a {@link StorageFailed} when the disk fails or is full.
 */
public interface Blobs {
    /** Begins a new blob. */
    BlobSink create();

    /**
     * Opens a blob to read.
     *
     * @throws BlobMissing when there is none of that address
     */
    SeekableByteChannel open(Hash id);

    boolean has(Hash id);

    /** Removes a blob, durably; does nothing when there is none. */
    void delete(Hash id);
}

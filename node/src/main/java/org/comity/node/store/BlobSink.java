package org.comity.node.store;

import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import org.comity.tlog.Hash;

/** A blob under construction. Closing it without a commit throws it away. */
public interface BlobSink extends WritableByteChannel {
    /**
     * Takes all bytes that remain in the buffer.
     *
     * @throws StorageFailed when the disk fails or is full
     */
    @Override
    int write(ByteBuffer bytes);

    /**
     * Makes the blob durable under its address and closes the sink. Committing content that is there already is no mistake.
     *
     * @throws StorageFailed when the disk fails or is full; then the blob is not there
     */
    Hash commit();

    @Override
    void close();
}

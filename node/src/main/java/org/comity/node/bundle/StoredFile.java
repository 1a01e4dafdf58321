package org.comity.node.bundle;

import java.nio.charset.StandardCharsets;
import org.comity.tlog.Hash;

/**
 * One file of a canonical ZIP.
 *
 * @param offset of its local header
 */
record StoredFile(String name, Measured measured, long offset) {

    long size() {
        return measured.size();
    }

    Hash sha256() {
        return measured.sha256();
    }

    byte[] nameBytes() {
        return name.getBytes(StandardCharsets.UTF_8);
    }

    /** Offset of its first byte. */
    long dataOffset() {
        return offset + ZipHeaders.LOCAL_BYTES + nameBytes().length;
    }

    /** Offset behind its last byte. */
    long end() {
        return dataOffset() + size();
    }
}

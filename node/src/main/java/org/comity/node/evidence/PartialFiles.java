package org.comity.node.evidence;

import java.io.IOException;
import java.util.List;

/** Port to the place where incoming files grow, piece by piece and out of order, until they are whole. */
public interface PartialFiles {

    /**
     * Opens a file for reading and writing; makes it if it is not there.
     *
     * @param name of lower-case hexadecimal digits
     */
    PartialFile open(String name) throws IOException;

    /** Deletes a file, if it is there. */
    void delete(String name) throws IOException;

    /** Names of all growing files. */
    List<String> names() throws IOException;

    /** One growing file. Several may be open on one name, as long as they write to different places. */
    interface PartialFile extends AutoCloseable {

        /** Writes all bytes at an offset, beyond the present end too; what lies between then reads as zeros. */
        void write(long offset, byte[] bytes) throws IOException;

        /** Reads up to {@code length} bytes; fewer where the file ends. */
        byte[] read(long offset, int length) throws IOException;

        /** Everything written so far survives a crash once this returns. */
        void force() throws IOException;

        @Override
        void close() throws IOException;
    }
}

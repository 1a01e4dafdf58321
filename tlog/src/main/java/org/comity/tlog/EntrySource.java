package org.comity.tlog;

import java.util.List;

/** Read port to the entries of a log. */
@FunctionalInterface
public interface EntrySource {
    /**
     * Reads consecutive entries.
     *
     * @param count 1 to 256
     * @return exactly {@code count} entries of at most 65,535 bytes each
     */
    List<byte[]> entries(long first, int count);
}

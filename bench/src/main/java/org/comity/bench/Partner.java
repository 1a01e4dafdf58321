package org.comity.bench;

import java.io.IOException;
import org.comity.node.directory.VerifiedCard;

/** The node at the other end of an exchange, in another process or in this one. */
interface Partner extends AutoCloseable {

    VerifiedCard card();

    /** What its process counted so far; no CPU time when that process is this one. */
    Counters counters() throws IOException;

    /** Its process. */
    long pid();

    @Override
    void close() throws IOException;
}

package org.comity.node.store;

/** A consistent, read-only view. Keep it short: while it is open the write-ahead log cannot start anew. */
public interface Snapshot extends AutoCloseable {
    /** Its statements; writing ones are refused. */
    Sql sql();

    @Override
    void close();
}

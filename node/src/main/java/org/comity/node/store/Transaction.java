package org.comity.node.store;

/**
 * One read-write transaction. Closing it without a commit rolls it back.
 *
 * <p>After a {@link StorageFailed} nothing more can be done in it, because the database may have rolled it back already.
 */
public interface Transaction extends AutoCloseable {
    /** Its statements; fails once the transaction has ended. */
    Sql sql();

    /**
     * Sets a mark to return to.
     *
     * @param name lower-case letters, digits and underscores, 1 to 32, beginning with a letter
     */
    void savepoint(String name);

    /** Forgets a mark and keeps what was done since. */
    void release(String name);

    /** Undoes what was done since a mark and forgets the mark. */
    void rollbackTo(String name);

    /**
     * Makes it durable. When this returns, no crash can undo it.
     *
     * @throws CommitUnknown when the commit may or may not have happened
     * @throws StorageFailed when an earlier statement failed on the disk; then nothing was committed
     */
    void commit() throws CommitUnknown;

    /** @throws StorageFailed when the disk fails after the commit, in moving the write-ahead log; the process must then end */
    @Override
    void close();
}

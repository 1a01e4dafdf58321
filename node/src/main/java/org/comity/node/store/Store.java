package org.comity.node.store;

/**
 * The database of a node: one writer, many readers.
 *
 * <p>A store does not block a single thread against itself: a second transaction on the thread that has one open is a mistake
 * and fails at once, while other threads wait for the writer a bounded time.
 */
public interface Store extends AutoCloseable {
    /**
     * Opens the one read-write transaction, holding the write lock from the start.
     *
     * @throws IllegalStateException when this thread has a transaction open
     * @throws StoreException when the lock is not to be had in ten seconds
     */
    Transaction begin();

    /**
     * Opens a reader that sees what was committed at this moment and nothing later.
     *
     * @throws StoreException when too many readers are open
     */
    Snapshot snapshot();

    /**
     * Moves what is committed from the write-ahead log into the database file, once enough has gathered. Call it between turns,
     * on any thread: it waits for nobody and holds up neither the writer nor readers.
     *
     * @throws StorageFailed when the disk fails; the process must then end
     */
    void maintain();

    /**
     * Makes what was deleted unreadable in the files. Deleting overwrites content in the database, but what the write-ahead log held
     * stays in its file until that is written over; this moves and empties it. Part of every erasure.
     *
     * @throws IllegalStateException when this thread has a transaction open
     * @throws StoreException when a snapshot stayed open for ten seconds; nothing is lost, call it again
     * @throws StorageFailed when the disk fails; the process must then end
     */
    void scrub();

    /** Room on the disk that holds the store. Any thread may ask. */
    default Space space() {
        return Space.ENDLESS;
    }

    /** Keeps some room back on the disk, if that is not done yet. */
    default void keepReserve() {}

    /** Gives up the room that was kept back, so that what must still be written on a full disk can be. */
    default void spendReserve() {}

    /** Closes the files. An open transaction is rolled back. */
    @Override
    void close();
}

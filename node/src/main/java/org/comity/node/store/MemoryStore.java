package org.comity.node.store;

import java.sql.SQLException;

/** SQLite in memory. Behaves as the store on disk does, but for durability and for readers beside a writer. */
public final class MemoryStore extends SqliteStore {
    private final SqliteConnection connection = SqliteConnection.open("jdbc:sqlite::memory:");
    private final Gate gate = new Gate(SqliteConnection.BUSY_TIMEOUT_MS);
    private volatile boolean closed;
    private volatile Space space = Space.ENDLESS;

    MemoryStore() {}

    MemoryStore(byte[] image) {
        connection.load(image);
    }

    @Override
    public Transaction begin() {
        enter(false);
        try {
            return new SqliteTransaction(connection, end -> {
                if (end == SqliteTransaction.End.BROKEN) {
                    rollBackIfOpen();
                }
                gate.leave();
            });
        } catch (RuntimeException e) {
            gate.leave();
            throw e;
        }
    }

    @Override
    public Snapshot snapshot() {
        enter(true);
        connection.set("query_only", "ON", 1);
        return new SqliteSnapshot(connection, () -> {
            connection.set("query_only", "OFF", 0);
            gate.leave();
        });
    }

    private void enter(boolean toRead) {
        if (closed) {
            throw new StoreException("the store is closed");
        }
        if (toRead) {
            gate.enterToRead();
        } else {
            gate.enterToWrite();
        }
    }

    /** Nothing else may be thrown away here: the connection is the database. */
    private void rollBackIfOpen() {
        try {
            connection.execute("ROLLBACK");
        } catch (SQLException e) {
            // No transaction was left open, which is what is wanted.
        }
    }

    /**
     * All that is committed, as one array: what a disk would hold after a crash.
     *
     * @throws IllegalStateException when this thread has a transaction open
     */
    public byte[] image() {
        enter(true);
        try {
            return connection.image();
        } finally {
            gate.leave();
        }
    }

    /** Does nothing: there is no write-ahead log. */
    @Override
    public void maintain() {}

    @Override
    public Space space() {
        return space;
    }

    /** From now on says that there is so much room, as a disk that fills would. */
    public void setSpace(Space space) {
        this.space = space;
    }

    /** Does nothing: deleted content is overwritten where it lies. */
    @Override
    public void scrub() {}

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            connection.close();
        }
    }
}

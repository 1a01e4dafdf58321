package org.comity.node.store;

import java.nio.file.Path;

/** A store on SQLite, in a data folder or in memory. */
public abstract sealed class SqliteStore implements Store permits FileStore, MemoryStore {
    SqliteStore() {}

    /**
     * Opens the database {@code comity.db} of a data folder, and makes both if they are not there.
     *
     * <p>The folder is locked against other processes until the store is closed, made readable by its owner alone, and
     * refused on a network file system, where neither locks nor durability can be relied on.
     *
     * @throws StoreException when the folder is refused; the message says what to do
     */
    public static SqliteStore open(Path folder) {
        return new FileStore(DataFolder.take(folder), FileStore.WAL_BOUND_BYTES);
    }

    /**
     * An empty database in memory, for simulations: one connection, so a snapshot during a transaction of the same thread
     * fails with an IllegalStateException, and other threads take turns.
     */
    public static MemoryStore inMemory() {
        return new MemoryStore();
    }

    /** A database in memory with the content that {@link MemoryStore#image()} gave. */
    public static MemoryStore inMemory(byte[] image) {
        return new MemoryStore(image);
    }
}

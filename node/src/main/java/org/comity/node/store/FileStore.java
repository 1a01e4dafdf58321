package org.comity.node.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * SQLite in a file, with a write-ahead log (WAL).
 *
 * <p>One connection writes, a few read, and one more moves the WAL into the database file. SQLite would do that last thing inside
 * whichever commit crosses a size, which makes that commit slow by a tenth of a second; so it is switched off, and
 * {@link #maintain()} does it beside the writer. Should nobody call that, the writer does it itself once the WAL passes its bound.
 * A WAL whose content was moved is written from its start again, and cut to a quarter of the bound when that happens: this is why
 * its size says whether work has piled up.
 */
final class FileStore extends SqliteStore {
    static final long WAL_BOUND_BYTES = 64L << 20;
    private static final int PAGE_BYTES = 4_096;

    /** A megabyte is worth the two fsyncs that moving it costs. */
    private static final int MAINTAINED_PAGES = 256;

    private static final int MAX_READERS = 16;
    private static final int MAX_IDLE_READERS = 4;
    private static final String CHECKPOINT = "wal_checkpoint(PASSIVE)";

    private final DataFolder folder;
    private final String url;
    private final Path wal;
    private final long walBound;
    private final DiskReserve reserve;
    private final Gate gate = new Gate(SqliteConnection.BUSY_TIMEOUT_MS);
    private final AtomicLong commits = new AtomicLong();

    /** Guarded by the gate; replaced when a transaction left it in an unknown state. */
    private @Nullable SqliteConnection writer;

    private long walSizeTried;

    private final Semaphore readers = new Semaphore(MAX_READERS);
    private final ArrayDeque<SqliteConnection> idle = new ArrayDeque<>();

    private final Object maintenance = new Object();
    private @Nullable SqliteConnection maintainer;
    private long maintainedCommits;

    private volatile boolean closed;

    FileStore(DataFolder folder, long walBound) {
        this.folder = folder;
        this.url = "jdbc:sqlite:" + folder.database();
        this.wal = folder.database().resolveSibling(DataFolder.DATABASE + "-wal");
        this.walBound = walBound;
        this.reserve = new DiskReserve(folder.database().resolveSibling(DiskReserve.FILE));
        try {
            refuseCutShort();
            writer = openWriter();
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    /**
     * The database itself notices missing pages, but reads zeros for the missing end of the last one. While a WAL is there the file may
     * end anywhere, since the WAL still holds what the process was moving.
     */
    private void refuseCutShort() {
        try {
            long size = Files.size(folder.database());
            if (size % PAGE_BYTES != 0 && walSize() == 0) {
                throw new StorageFailed("The database " + folder.database() + " is damaged: its " + size
                        + " bytes are no whole pages, so something cut it short.");
            }
        } catch (IOException e) {
            throw new StorageFailed("reading the size of " + folder.database() + ": " + e.getMessage(), false, e);
        }
    }

    private SqliteConnection openWriter() {
        SqliteConnection connection = SqliteConnection.open(url);
        try {
            String mode = connection.pragma("journal_mode = WAL");
            if (!mode.equals("wal")) {
                throw new StoreException("the database keeps journal_mode at " + mode + ", must be wal");
            }
            connection.set("journal_size_limit", Long.toString(walBound / 4), walBound / 4);
            return connection;
        } catch (RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public Transaction begin() {
        gate.enterToWrite();
        try {
            requireOpen();
            return new SqliteTransaction(writer(), this::ended);
        } catch (RuntimeException e) {
            gate.leave();
            throw e;
        }
    }

    private SqliteConnection writer() {
        SqliteConnection connection = writer;
        if (connection == null) {
            connection = openWriter();
            writer = connection;
        }
        return connection;
    }

    private void ended(SqliteTransaction.End end) {
        try {
            if (end == SqliteTransaction.End.COMMITTED) {
                commits.incrementAndGet();
                boundWal();
            } else if (end == SqliteTransaction.End.BROKEN) {
                SqliteConnection broken = writer;
                writer = null;
                if (broken != null) {
                    broken.close();
                }
            }
        } finally {
            gate.leave();
        }
    }

    private void boundWal() {
        long size = walSize();
        if (size <= walBound) {
            walSizeTried = 0;
        } else if (size > walSizeTried + walBound / 8 && writer != null) {
            // A reader may hold the WAL back; trying again at every commit would only cost time.
            walSizeTried = size;
            writer.pragma(CHECKPOINT);
        }
    }

    long walSize() {
        try {
            return Files.exists(wal) ? Files.size(wal) : 0;
        } catch (IOException e) {
            throw new StorageFailed("reading the size of " + wal + ": " + e.getMessage(), false, e);
        }
    }

    @Override
    public void maintain() {
        synchronized (maintenance) {
            requireOpen();
            long now = commits.get();
            if (now == maintainedCommits) {
                return;
            }
            SqliteConnection connection = maintainer;
            if (connection == null) {
                connection = SqliteConnection.open(url);
                maintainer = connection;
            }
            maintainedCommits = now;
            long[] state = connection.numbers("wal_checkpoint(NOOP)");
            if (state[1] - state[2] >= MAINTAINED_PAGES) {
                connection.pragma(CHECKPOINT);
            }
        }
    }

    @Override
    public void scrub() {
        gate.enterToWrite();
        try {
            requireOpen();
            long busy = writer().numbers("wal_checkpoint(TRUNCATE)")[0];
            if (busy != 0) {
                throw new StoreException("a snapshot is still open, so the write-ahead log could not be emptied");
            }
        } finally {
            gate.leave();
        }
    }

    @Override
    public Snapshot snapshot() {
        takeReader();
        try {
            requireOpen();
            SqliteConnection connection = idleReader();
            try {
                connection.execute("BEGIN");
                // The view is fixed by the first read, not by BEGIN.
                new SqliteSql(connection).first("SELECT 1 FROM sqlite_schema LIMIT 1", row -> 1);
            } catch (SQLException e) {
                connection.close();
                throw SqlFailure.of("beginning a snapshot", e);
            }
            return new SqliteSnapshot(connection, () -> giveReader(connection));
        } catch (RuntimeException e) {
            readers.release();
            throw e;
        }
    }

    private void takeReader() {
        try {
            if (!readers.tryAcquire(SqliteConnection.BUSY_TIMEOUT_MS, TimeUnit.MILLISECONDS)) {
                throw new StoreException(MAX_READERS + " snapshots have been open for a long time: one is not closed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted while waiting for a snapshot", e);
        }
    }

    private SqliteConnection idleReader() {
        synchronized (idle) {
            SqliteConnection kept = idle.pollLast();
            if (kept != null) {
                return kept;
            }
        }
        SqliteConnection connection = SqliteConnection.open(url);
        connection.set("query_only", "ON", 1);
        return connection;
    }

    private void giveReader(SqliteConnection connection) {
        try {
            connection.execute("ROLLBACK");
            synchronized (idle) {
                if (!closed && idle.size() < MAX_IDLE_READERS) {
                    idle.addLast(connection);
                    return;
                }
            }
            connection.close();
        } catch (SQLException e) {
            connection.close();
        } finally {
            readers.release();
        }
    }

    @Override
    public Space space() {
        return reserve.space();
    }

    @Override
    public void keepReserve() {
        reserve.keep();
    }

    @Override
    public void spendReserve() {
        reserve.spend();
    }

    private void requireOpen() {
        if (closed) {
            throw new StoreException("the store is closed");
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            synchronized (idle) {
                idle.forEach(SqliteConnection::close);
                idle.clear();
            }
            synchronized (maintenance) {
                if (maintainer != null) {
                    maintainer.close();
                }
            }
            // Last, because the last connection to close moves what is left of the WAL and removes it.
            if (writer != null) {
                writer.close();
            }
        } finally {
            folder.close();
        }
    }
}

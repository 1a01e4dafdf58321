package org.comity.node.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;

/**
 * One connection with its settings and its prepared statements. Used by one thread at a time.
 *
 * <p>The driver stays in auto-commit mode, so it never begins a transaction on its own; BEGIN and COMMIT are statements here.
 */
final class SqliteConnection implements AutoCloseable {
    static final int BUSY_TIMEOUT_MS = 10_000;
    private static final int MAX_KEPT_STATEMENTS = 256;

    /** A prepared statement, and whether a query over it is being read. */
    static final class Kept {
        final PreparedStatement statement;
        /** How many arguments it wants. The driver would bind those of the run before to what is left out. */
        final int parameters;

        boolean busy;

        Kept(PreparedStatement statement) throws SQLException {
            this.statement = statement;
            this.parameters = statement.getParameterMetaData().getParameterCount();
        }
    }

    private final SQLiteConnection jdbc;
    private final LinkedHashMap<String, Kept> statements = new LinkedHashMap<>(64, 0.75f, true);

    private SqliteConnection(SQLiteConnection jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Opens a connection with the settings that hold everywhere.
     *
     * <p>Every commit is synchronised (FULL), or a power cut could undo what a peer already holds a signature on. Deleted content is
     * overwritten (secure_delete). The write-ahead log is moved by {@link Store#maintain()} and not inside a commit. Temporary data stays
     * in memory, where it leaves no trace. The driver asks for generated keys after every insert unless told not to, which
     * doubles the cost of a row.
     */
    static SqliteConnection open(String url) {
        return open(url, new SQLiteConfig());
    }

    /** Opens a connection that cannot change the database, in the file system's eyes either. */
    static SqliteConnection openReadOnly(String url) {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        return open(url, config);
    }

    private static SqliteConnection open(String url, SQLiteConfig config) {
        config.setBusyTimeout(BUSY_TIMEOUT_MS);
        config.setGetGeneratedKeys(false);
        try {
            Connection opened = config.createConnection(url);
            SqliteConnection connection = new SqliteConnection(opened.unwrap(SQLiteConnection.class));
            try {
                connection.set("synchronous", "FULL", 2);
                connection.set("foreign_keys", "ON", 1);
                connection.set("secure_delete", "ON", 1);
                connection.set("temp_store", "MEMORY", 2);
                connection.set("wal_autocheckpoint", "0", 0);
                return connection;
            } catch (RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw SqlFailure.of("opening " + url, e);
        }
    }

    /** Sets a pragma and reads it back: an unknown one is silently ignored by the database. */
    void set(String pragma, String value, long readBack) {
        pragma(pragma + " = " + value);
        String found = pragma(pragma);
        if (!found.equals(Long.toString(readBack))) {
            throw new StoreException("the database keeps " + pragma + " at " + found + ", must be " + readBack);
        }
    }

    /** Runs a pragma and answers the first column of its first row, or nothing. */
    String pragma(String pragma) {
        try (var statement = jdbc.createStatement()) {
            if (!statement.execute("PRAGMA " + pragma)) {
                return "";
            }
            try (var rows = statement.getResultSet()) {
                return rows.next() ? String.valueOf(rows.getString(1)) : "";
            }
        } catch (SQLException e) {
            throw SqlFailure.of("PRAGMA " + pragma, e);
        }
    }

    /** The three numbers of a {@code wal_checkpoint} pragma: 1 when it was held up, pages in the WAL, pages of them moved. */
    long[] numbers(String checkpoint) {
        try (var statement = jdbc.createStatement();
                var row = statement.executeQuery("PRAGMA " + checkpoint)) {
            row.next();
            return new long[] {row.getLong(1), row.getLong(2), row.getLong(3)};
        } catch (SQLException e) {
            throw SqlFailure.of("PRAGMA " + checkpoint, e);
        }
    }

    /** Runs a statement without parameters and rows. */
    void execute(String sql) throws SQLException {
        Kept kept = take(sql);
        try {
            kept.statement.executeUpdate();
        } catch (SQLException e) {
            discard(sql, kept);
            throw e;
        }
        give(sql, kept);
    }

    /** Lends a prepared statement; a second one is made while the kept one is being read. */
    Kept take(String sql) throws SQLException {
        Kept kept = statements.get(sql);
        if (kept == null) {
            kept = new Kept(jdbc.prepareStatement(sql));
            statements.put(sql, kept);
            evict();
        } else if (kept.busy) {
            kept = new Kept(jdbc.prepareStatement(sql));
        }
        kept.busy = true;
        return kept;
    }

    void give(String sql, Kept kept) throws SQLException {
        kept.busy = false;
        if (statements.get(sql) != kept) {
            kept.statement.close();
        }
    }

    /** Takes back a statement that failed. The driver closes some of those by itself, so none is used again. */
    void discard(String sql, Kept kept) {
        statements.remove(sql, kept);
        try {
            kept.statement.close();
        } catch (SQLException e) {
            // It was spent already; the failure that led here is the one to report.
        }
    }

    private void evict() throws SQLException {
        if (statements.size() <= MAX_KEPT_STATEMENTS) {
            return;
        }
        var oldest = statements.entrySet().iterator();
        Map.Entry<String, Kept> entry = oldest.next();
        oldest.remove();
        if (!entry.getValue().busy) {
            entry.getValue().statement.close();
        }
    }

    /** Writes a copy of the whole database into an empty file. */
    void copyInto(Path file) throws SQLException {
        try (PreparedStatement copy = jdbc.prepareStatement("VACUUM INTO ?")) {
            copy.setString(1, file.toString());
            copy.execute();
        }
    }

    /** The whole database as one array (sqlite3_serialize). */
    byte[] image() {
        try {
            return jdbc.serialize("main");
        } catch (SQLException e) {
            throw SqlFailure.of("copying the database", e);
        }
    }

    /** Replaces the whole database (sqlite3_deserialize). */
    void load(byte[] image) {
        try {
            jdbc.deserialize("main", image);
        } catch (SQLException e) {
            throw SqlFailure.of("loading a database", e);
        }
    }

    @Override
    public void close() {
        try {
            jdbc.close();
        } catch (SQLException e) {
            throw SqlFailure.of("closing the database", e);
        }
    }
}

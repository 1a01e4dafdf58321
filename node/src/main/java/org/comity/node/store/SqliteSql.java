package org.comity.node.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.comity.tlog.Hash;
import org.comity.tlog.LogException;
import org.jspecify.annotations.Nullable;

/**
 * The statements of one transaction or snapshot.
 *
 * <p>When the disk fails inside a transaction, SQLite may roll it back by itself; the next statement would then commit alone. So
 * the first {@link StorageFailed} is kept and ends this object.
 */
final class SqliteSql implements Sql {
    private final SqliteConnection connection;
    private boolean over;
    private @Nullable StorageFailed failure;

    SqliteSql(SqliteConnection connection) {
        this.connection = connection;
    }

    void end() {
        over = true;
    }

    void requireUsable() {
        if (over) {
            throw new IllegalStateException("this transaction or snapshot is over: its statements may not be kept");
        }
        if (failure != null) {
            throw new StorageFailed(
                    "the transaction ended with an earlier failure: " + failure.getMessage(),
                    failure.isFull(),
                    failure);
        }
    }

    @Override
    public int update(String sql, Object... args) {
        return run(sql, kept -> bound(kept, args).executeUpdate());
    }

    @Override
    public <T> Optional<T> first(String sql, RowReader<T> reader, Object... args) {
        return run(sql, kept -> {
            try (ResultSet rows = bound(kept, args).executeQuery()) {
                return rows.next() ? Optional.of(read(sql, reader, new Row(rows))) : Optional.empty();
            }
        });
    }

    @Override
    public <T> List<T> list(String sql, RowReader<T> reader, Object... args) {
        return run(sql, kept -> {
            try (ResultSet rows = bound(kept, args).executeQuery()) {
                List<T> values = new ArrayList<>();
                Row row = new Row(rows);
                while (rows.next()) {
                    values.add(read(sql, reader, row));
                }
                return values;
            }
        });
    }

    @Override
    public long number(String sql, Object... args) {
        return first(sql, row -> row.number(0), args)
                .orElseThrow(() -> new StoreException("no row for a number: " + sql));
    }

    /** A row that its reader cannot take was not written by this program: it names the row's query, and is no mistake of the caller. */
    private static <T> T read(String sql, RowReader<T> reader, Row row) {
        try {
            return reader.read(row);
        } catch (IllegalArgumentException | ArithmeticException | LogException e) {
            throw new StoreException("a row cannot be right: " + e.getMessage() + "; read by: " + sql, e);
        }
    }

    private interface Use<T> {
        T of(SqliteConnection.Kept kept) throws SQLException;
    }

    private <T> T run(String sql, Use<T> use) {
        requireUsable();
        try {
            SqliteConnection.Kept kept = connection.take(sql);
            try {
                T value = use.of(kept);
                connection.give(sql, kept);
                return value;
            } catch (SQLException | RuntimeException e) {
                connection.discard(sql, kept);
                throw e;
            }
        } catch (SQLException e) {
            throw remembered(SqlFailure.of(sql, e));
        } catch (StorageFailed e) {
            throw remembered(e);
        }
    }

    private StoreException remembered(StoreException refusal) {
        if (refusal instanceof StorageFailed storage && failure == null) {
            failure = storage;
        }
        return refusal;
    }

    private static PreparedStatement bound(SqliteConnection.Kept kept, Object[] args) throws SQLException {
        if (args.length != kept.parameters) {
            throw new IllegalArgumentException(
                    "the statement wants " + kept.parameters + " arguments, not " + args.length);
        }
        for (int i = 0; i < args.length; i++) {
            bind(kept.statement, i + 1, args[i]);
        }
        return kept.statement;
    }

    private static void bind(PreparedStatement statement, int at, Object arg) throws SQLException {
        switch (arg) {
            case Long number -> statement.setLong(at, number);
            case Integer number -> statement.setLong(at, number);
            case String text -> statement.setString(at, text);
            case byte[] bytes -> statement.setBytes(at, bytes);
            case Hash hash -> statement.setBytes(at, hash.bytes());
            case Optional<?> optional -> {
                if (optional.isPresent()) {
                    bind(statement, at, optional.get());
                } else {
                    statement.setObject(at, null);
                }
            }
            case OptionalLong optional -> {
                if (optional.isPresent()) {
                    statement.setLong(at, optional.getAsLong());
                } else {
                    statement.setObject(at, null);
                }
            }
            default ->
                throw new IllegalArgumentException("argument " + at + " is a "
                        + arg.getClass().getName()
                        + ", must be Long, Integer, String, byte[], Hash, Optional or OptionalLong");
        }
    }
}

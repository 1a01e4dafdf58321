package org.comity.node.store;

import java.sql.SQLException;
import java.util.regex.Pattern;

/** A transaction on the writer's connection. */
final class SqliteTransaction implements Transaction {
    private static final Pattern SAVEPOINT = Pattern.compile("[a-z][a-z0-9_]{0,31}");

    /** How a transaction left its connection. */
    enum End {
        COMMITTED,
        ROLLED_BACK,
        /** In a state that nobody knows: the connection must not be used again. */
        BROKEN
    }

    /** What the store does when the transaction ends. */
    interface Ended {
        void with(End end);
    }

    private final SqliteConnection connection;
    private final SqliteSql sql;
    private final Ended ended;
    private boolean open = true;
    private End end = End.ROLLED_BACK;

    /** Begins it. */
    SqliteTransaction(SqliteConnection connection, Ended ended) {
        try {
            connection.execute("BEGIN IMMEDIATE");
        } catch (SQLException e) {
            throw SqlFailure.of("beginning a transaction", e);
        }
        this.connection = connection;
        this.sql = new SqliteSql(connection);
        this.ended = ended;
    }

    @Override
    public Sql sql() {
        sql.requireUsable();
        return sql;
    }

    @Override
    public void savepoint(String name) {
        run("SAVEPOINT " + legal(name));
    }

    @Override
    public void release(String name) {
        run("RELEASE " + legal(name));
    }

    @Override
    public void rollbackTo(String name) {
        run("ROLLBACK TO " + legal(name));
        run("RELEASE " + legal(name));
    }

    private void run(String statement) {
        sql.update(statement);
    }

    private static String legal(String name) {
        if (!SAVEPOINT.matcher(name).matches()) {
            throw new IllegalArgumentException("savepoint is '" + name + "', must match " + SAVEPOINT.pattern());
        }
        return name;
    }

    @Override
    public void commit() throws CommitUnknown {
        sql.requireUsable();
        sql.end();
        try {
            connection.execute("COMMIT");
            end = End.COMMITTED;
        } catch (SQLException e) {
            end = End.BROKEN;
            throw new CommitUnknown("the commit failed, whether it happened is not known: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        if (!open) {
            return;
        }
        open = false;
        sql.end();
        if (end == End.ROLLED_BACK) {
            try {
                connection.execute("ROLLBACK");
            } catch (SQLException e) {
                // The database rolled back by itself after a failure of the disk, or cannot: either way the connection
                // is spent.
                end = End.BROKEN;
            }
        }
        ended.with(end);
    }
}

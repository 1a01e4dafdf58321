package org.comity.node.store;

/** A reader on a connection that takes no writes. */
final class SqliteSnapshot implements Snapshot {
    private final SqliteSql sql;
    private final Runnable ended;
    private boolean open = true;

    SqliteSnapshot(SqliteConnection connection, Runnable ended) {
        this.sql = new SqliteSql(connection);
        this.ended = ended;
    }

    @Override
    public Sql sql() {
        sql.requireUsable();
        return sql;
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            sql.end();
            ended.run();
        }
    }
}

package org.comity.sim;

import java.util.List;
import java.util.Optional;
import org.comity.node.store.RowReader;
import org.comity.node.store.Sql;
import org.comity.node.store.StoreException;

/**
 * Statements of a transaction, of which some fail: those that store a peer's head. They stand outside every handler, so that one fails
 * the whole work around it, and what the node keeps in memory ahead of its commits must be read again.
 */
final class FailingSql implements Sql {

    private static final String CHOSEN = "INSERT INTO exchange_head";

    private final Sql sql;
    private final Perils perils;

    FailingSql(Sql sql, Perils perils) {
        this.sql = sql;
        this.perils = perils;
    }

    @Override
    public int update(String statement, Object... args) {
        if (statement.startsWith(CHOSEN) && perils.statementFails()) {
            throw new StoreException("a statement fails (simulated)");
        }
        return sql.update(statement, args);
    }

    @Override
    public <T> Optional<T> first(String query, RowReader<T> reader, Object... args) {
        return sql.first(query, reader, args);
    }

    @Override
    public <T> List<T> list(String query, RowReader<T> reader, Object... args) {
        return sql.list(query, reader, args);
    }

    @Override
    public long number(String query, Object... args) {
        return sql.number(query, args);
    }
}

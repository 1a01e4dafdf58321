/**
 * The database and the files of one node: connection, transactions, migrations, content-addressed blobs, and nothing else.
 *
 * <p>Each room keeps its own SQL and its own tables, named after it; this room knows none of them. The SQL is a portable
 * subset: {@code INSERT ... ON CONFLICT}, {@code RETURNING}, common table expressions and window functions; ids and times are
 * integers of 64 bits that the application makes (times in ms since 1970), there are no booleans, no sequences, no
 * {@code now()}, and every list is ordered.
 *
 * <p>Dialect: SQLite tables are {@code STRICT}, which knows bytes as {@code blob} and 64-bit integers as {@code integer};
 * PostgreSQL calls them {@code bytea} and {@code bigint}. The one writer is kept by {@code BEGIN IMMEDIATE} in SQLite and by
 * {@code SELECT ... FOR UPDATE} on a row in PostgreSQL.
 */
@NullMarked
package org.comity.node.store;

import org.jspecify.annotations.NullMarked;

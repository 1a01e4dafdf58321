package org.comity.node.store;

import java.util.List;
import java.util.Optional;

/**
 * Statements within one transaction or snapshot.
 *
 * <p>Parameters are {@code ?}. Arguments may be {@code Long}, {@code Integer}, {@code String}, {@code byte[]}, [org.comity.tlog.Hash], and {@code Optional} or
 * {@code OptionalLong}, empty for SQL null; anything else (enums, booleans, times) is refused with an IllegalArgumentException,
 * so that how a value is stored is written where it is stored.
 *
 * <p>Statements are kept prepared by their text: put values into arguments, never into the text.
 *
 * <p>All methods throw a {@link ConstraintViolated} when a constraint refuses the row, a {@link StorageFailed} when the disk does, and a
 * {@link StoreException} when the statement is wrong.
 */
public interface Sql {
    /** Runs a statement that returns no rows and answers how many it changed. */
    int update(String sql, Object... args);

    /** The first row, if there is one. */
    <T> Optional<T> first(String sql, RowReader<T> reader, Object... args);

    /** All rows. */
    <T> List<T> list(String sql, RowReader<T> reader, Object... args);

    /**
     * The integer in the first column of the first row, such as a count.
     *
     * @throws StoreException when there is no row or it holds null
     */
    long number(String sql, Object... args);
}

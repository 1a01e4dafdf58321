package org.comity.node.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;
import org.comity.tlog.Hash;
import org.jspecify.annotations.Nullable;

/**
 * The current row of a query. Columns are counted from 0, in the order of the SELECT.
 *
 * <p>A null where a getter without {@code optional} is called makes the query fail with a {@link StoreException}.
 */
public final class Row {
    private final ResultSet row;

    Row(ResultSet row) {
        this.row = row;
    }

    /** A {@code bigint}. */
    public long number(int column) {
        try {
            long value = row.getLong(column + 1);
            if (value == 0 && row.wasNull()) {
                throw isNull(column);
            }
            return value;
        } catch (SQLException e) {
            throw SqlFailure.of("reading column " + column, e);
        }
    }

    /**
     * A {@code bigint} that fits 32 bits.
     *
     * @throws ArithmeticException when it does not
     */
    public int integer(int column) {
        return Math.toIntExact(number(column));
    }

    public String text(int column) {
        return optionalText(column).orElseThrow(() -> isNull(column));
    }

    public byte[] bytes(int column) {
        return optionalBytes(column).orElseThrow(() -> isNull(column));
    }

    public Hash hash(int column) {
        return Hash.of(bytes(column));
    }

    public OptionalLong optionalNumber(int column) {
        try {
            long value = row.getLong(column + 1);
            return value == 0 && row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
        } catch (SQLException e) {
            throw SqlFailure.of("reading column " + column, e);
        }
    }

    public Optional<String> optionalText(int column) {
        try {
            @Nullable String value = row.getString(column + 1);
            return Optional.ofNullable(value);
        } catch (SQLException e) {
            throw SqlFailure.of("reading column " + column, e);
        }
    }

    public Optional<byte[]> optionalBytes(int column) {
        try {
            byte @Nullable [] value = row.getBytes(column + 1);
            return Optional.ofNullable(value);
        } catch (SQLException e) {
            throw SqlFailure.of("reading column " + column, e);
        }
    }

    public Optional<Hash> optionalHash(int column) {
        return optionalBytes(column).map(Hash::of);
    }

    /** Whoever runs the reader adds which query it was. */
    private static IllegalArgumentException isNull(int column) {
        return new IllegalArgumentException("column " + column + " is null");
    }
}

package org.comity.node.store;

/** Makes a value of one row. It must run no statement, and keep neither the row. */
@FunctionalInterface
public interface RowReader<T> {
    T read(Row row);
}

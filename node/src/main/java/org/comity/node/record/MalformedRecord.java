package org.comity.node.record;

/**
 * Bytes that are no record, or a record whose fields contradict each other or leave their ranges.
 *
 * <p>The receiver stores such bytes raw and receipts them as {@code malformed}; they never reach a handler.
 */
public final class MalformedRecord extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MalformedRecord(String message) {
        super(message);
    }

    public MalformedRecord(String message, Throwable cause) {
        super(message, cause);
    }
}

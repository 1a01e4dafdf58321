package org.comity.node.store;

/** A constraint of a table refused a row. The transaction goes on without that statement. */
public final class ConstraintViolated extends StoreException {
    private static final long serialVersionUID = 1L;

    public ConstraintViolated(String message, Throwable cause) {
        super(message, cause);
    }
}

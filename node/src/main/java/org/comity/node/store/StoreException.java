package org.comity.node.store;

/** The store refused or failed. Unless it is one of the narrower types, it is a mistake of the program. */
public class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreException(String message) {
        super(message);
    }

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}

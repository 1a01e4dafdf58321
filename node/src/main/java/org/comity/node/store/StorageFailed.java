package org.comity.node.store;

/** The disk failed, is full, or holds something broken. Nothing is retried: a full disk needs an operator, a failed one ends the process. */
public final class StorageFailed extends StoreException {
    private static final long serialVersionUID = 1L;

    private final boolean full;

    /** Something broken was found, and no failure led there. */
    public StorageFailed(String message) {
        super(message);
        this.full = false;
    }

    /** @param full true when room is all that is missing */
    public StorageFailed(String message, boolean full, Throwable cause) {
        super(message, cause);
        this.full = full;
    }

    /** True when the disk is full, false when it failed. */
    public boolean isFull() {
        return full;
    }
}

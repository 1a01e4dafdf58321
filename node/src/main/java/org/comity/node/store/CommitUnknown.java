package org.comity.node.store;

/**
 * A commit failed in a way that leaves open whether it happened.
 *
 * <p>Answer no caller and retry nothing: begin a new transaction, which waits for the old one, read the head back and decide. Checked,
 * because there is no place where forgetting this is right.
 */
public final class CommitUnknown extends Exception {
    private static final long serialVersionUID = 1L;

    public CommitUnknown(String message, Throwable cause) {
        super(message, cause);
    }
}

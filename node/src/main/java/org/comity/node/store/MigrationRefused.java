package org.comity.node.store;

/** The database does not go with this program. The message says what to do. */
public final class MigrationRefused extends StoreException {
    private static final long serialVersionUID = 1L;

    public MigrationRefused(String message) {
        super(message);
    }
}

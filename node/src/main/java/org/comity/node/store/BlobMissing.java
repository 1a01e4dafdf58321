package org.comity.node.store;

import org.comity.tlog.Hash;

/** No blob has the address. */
public final class BlobMissing extends StoreException {
    private static final long serialVersionUID = 1L;

    public BlobMissing(Hash id) {
        super("no blob has the address " + id.hex());
    }
}

package org.comity.node.ledger;

/** The log on disk contradicts itself or the guard. The node stops: nothing it signed from here on could be explained. */
public final class LedgerCorrupt extends RuntimeException {

    public LedgerCorrupt(String why) {
        super(why);
    }
}

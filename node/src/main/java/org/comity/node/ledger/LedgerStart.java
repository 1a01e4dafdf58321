package org.comity.node.ledger;

import org.comity.node.store.CommitUnknown;
import org.comity.node.store.StorageFailed;
import org.comity.node.store.Transaction;
import org.comity.node.world.Guard;
import org.comity.node.world.World;
import org.comity.tlog.Frontier;
import org.comity.tlog.Hash;
import org.comity.tlog.TileSource;
import org.comity.tlog.Tree;
import org.comity.tlog.TreeHead;

/** What is checked before a log may grow again. */
final class LedgerStart {

    private static final String REMEDY =
            ". Put back the newest database; if it is lost, declare a restore, which opens the next log: comity restore";

    private LedgerStart() {}

    /** The stored head, or a new empty log. */
    static Head head(World world, LogIdentity identity) {
        try (Transaction tx = world.store().begin()) {
            Head head = LedgerTables.head(tx.sql()).orElseGet(() -> {
                Head empty = new Head(identity.origin(), identity.generation(), Frontier.EMPTY, 0);
                LedgerTables.createHead(tx.sql(), empty);
                return empty;
            });
            tx.commit();
            if (!head.origin().equals(identity.origin())) {
                throw new LedgerCorrupt("the database holds the log " + head.origin() + ", the keys are those of "
                        + identity.origin() + ": keys and database do not belong together");
            }
            return head;
        } catch (CommitUnknown e) {
            throw new StorageFailed("the log could not be opened", false, e);
        }
    }

    /**
     * Compares the head with its entries and with the guard. A guard behind the head is a crash between commit and guard; a guard
     * ahead of it, or beside it, is a database that was put back.
     */
    static void check(Head head, TileSource tiles, Guard guard, LedgerCheck whole) {
        long size = head.size();
        if (size > 0 && size <= LedgerCheck.AT_EVERY_START) {
            whole.tree();
        } else if (size > 0) {
            Hash root = new Tree(tiles, size).head().root();
            if (!root.equals(head.frontier().root())) {
                throw new LedgerCorrupt("the log says root " + head.frontier().root() + " for size " + size
                        + ", but its entries hash to " + root + ": the database was changed");
            }
        }
        guard.newest().ifPresent(remembered -> {
            if (remembered.size() > size) {
                throw new LedgerCorrupt("this node signed a head of size " + remembered.size()
                        + ", but the database ends at " + size + ": it is an older copy that was put back."
                        + " To sign again under this name would make two histories" + REMEDY);
            }
            if (remembered.size() == size && !remembered.equals(head.frontier().head())) {
                throw new LedgerCorrupt(
                        "this node signed root " + remembered.root() + " for size " + size + ", but the database has "
                                + head.frontier().root() + ": it belongs to another history" + REMEDY);
            }
            if (remembered.size() < size && remembered.size() > 0) {
                requireHistory(remembered, tiles);
            }
        });
    }

    private static void requireHistory(TreeHead remembered, TileSource tiles) {
        Hash root = new Tree(tiles, remembered.size()).head().root();
        if (!root.equals(remembered.root())) {
            throw new LedgerCorrupt("this node signed root " + remembered.root() + " for size " + remembered.size()
                    + ", but the database had " + root + " there: it belongs to another history");
        }
    }
}

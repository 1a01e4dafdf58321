package org.comity.node.ledger;

import java.time.Instant;
import java.util.Optional;
import org.comity.node.store.CommitUnknown;
import org.comity.node.store.Sql;
import org.comity.node.store.StorageFailed;
import org.comity.node.store.Store;
import org.comity.node.store.Transaction;
import org.comity.tlog.Checkpoint;

/**
 * Opens the next generation of a node's log, after its newest state was lost.
 *
 * <p>A database that was put back cannot go on under its old name: it would sign a second root for sizes that were signed before. So a
 * restore is declared, the old log is closed for good, and a new one is opened under a new name and new keys. The new log begins
 * with the leaves that were restored, under their old indices, and its next leaf says which log it succeeds, where and why. So
 * everything stored stays provable in one log, references keep their meaning, and whoever holds a head of the old log up to the
 * restored size can check with an ordinary consistency proof that nothing before it was changed.
 */
public final class LogSuccession {

    private static final int MAX_REASON = 1_000;

    private LogSuccession() {}

    /** Origin, size and root of the log in a database; empty before its first start. */
    public static Optional<Checkpoint> present(Sql sql) {
        return LedgerTables.head(sql)
                .map(head -> Checkpoint.of(head.origin(), head.frontier().head()));
    }

    /**
     * Closes the log in a database that no node uses, and opens the next.
     *
     * @param next identity of the new log: the same node, a later generation. Usually the next; a later one when a log was opened
     *     over the same leaves before and is lost
     * @param reason for the record, 1 to 1,000 characters
     * @return the log that was closed
     * @throws LedgerCorrupt when the database holds no log, one that contradicts its entries, or none that {@code next} can succeed
     */
    public static Generation declare(Store store, LogIdentity next, String reason, Instant now) {
        if (reason.isBlank() || reason.length() > MAX_REASON) {
            throw new IllegalArgumentException("the reason has " + reason.length() + " characters, legal are 1 to "
                    + MAX_REASON + ", not all blank");
        }
        // Read whole, however long the log is: what is damaged must not go into the log of another name.
        var _ = new LedgerCheck(store).tree();
        try (Transaction tx = store.begin()) {
            Head closed = LedgerTables.head(tx.sql())
                    .orElseThrow(() -> new LedgerCorrupt("the database holds no log: there is nothing to restore"));
            if (closed.generation() >= next.generation()) {
                throw new LedgerCorrupt("the database holds generation " + closed.generation()
                        + ", which cannot be followed by generation " + next.generation());
            }
            Head opened = new Head(next.origin(), next.generation(), closed.frontier(), closed.lastMs());
            LedgerTables.succeed(tx.sql(), closed, opened, reason, now.toEpochMilli());
            tx.commit();
            return new Generation(closed.origin(), closed.frontier().head(), reason);
        } catch (CommitUnknown e) {
            throw new StorageFailed("the new generation could not be opened", false, e);
        }
    }
}

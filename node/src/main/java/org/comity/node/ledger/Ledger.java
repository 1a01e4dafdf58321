package org.comity.node.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.comity.node.store.CommitUnknown;
import org.comity.node.store.Migration;
import org.comity.node.store.Snapshot;
import org.comity.node.store.StorageFailed;
import org.comity.node.store.Transaction;
import org.comity.node.world.World;
import org.comity.tlog.Hash;
import org.comity.tlog.SignedCheckpoint;
import org.comity.tlog.TileSource;
import org.comity.tlog.TreeHead;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's log, and the one place where its state changes.
 *
 * <p><b>Turns.</b> Callers hand over a {@link Work} and get a future. A turn takes what waits, runs all of it in one transaction,
 * appends the leaves and moves the head by compare-and-set; one durable commit serves them all. While it runs, the next works gather, so
 * batches grow with the load by themselves.
 *
 * <p><b>Sign after the commit.</b> A signature on a head that a crash then forgets would make two roots for one size after the next
 * start. So the committed head goes to the guard, then to the log keys, on the crew; commits run ahead meanwhile, and only the newest
 * committed head is signed. Futures complete, and {@link #onRelease} listeners hear, when a signed head covers their leaves: nothing
 * unsigned leaves the node.
 *
 * <p><b>Failures.</b> A work that fails is undone alone: the batch is rolled back and run again with a savepoint around each work.
 * A commit that throws is unknown, not failed: the head row is read again under its lock, and says which. A failing disk, or a head
 * that does not match, stops the ledger for good; the process ends and the next start decides.
 *
 * <p>{@link #submit} may be called from any thread; everything else runs on the node's.
 */
public final class Ledger {

    /** Works a turn takes at the most. */
    static final int TURN_WORKS = 1_024;

    /** Works that may wait; beyond it callers are told that the node is busy. */
    static final int QUEUE_WORKS = 16_384;

    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);

    private record TileHash(int level, long index, Hash hash) {}

    /** A commit that is durable and whose effects are still to come. */
    private record Committed(Batch batch, Head head, List<TileHash> hashes, List<PendingWork<?>> works) {}

    private final World world;
    private final LogIdentity identity;
    private final CaseKeys keys;
    private final LedgerTiles tiles;
    private final RecentActs recent = new RecentActs();
    private final StoreUpkeep upkeep;
    private final StorageGauge storage;
    private final WorkQueue queue = new WorkQueue(QUEUE_WORKS);
    private final AtomicBoolean armed = new AtomicBoolean();
    private final HeadRelease release;
    private final List<Consumer<Throwable>> stopListeners = new ArrayList<>();
    private volatile @Nullable Throwable stopped;
    private volatile @Nullable String frozen;
    private List<Generation> closed = List.of();
    private Head head;

    private Ledger(World world, LogIdentity identity, CaseKeys keys, Head head) {
        this.world = world;
        this.identity = identity;
        this.keys = keys;
        this.head = head;
        this.tiles = new LedgerTiles(world.store()::snapshot);
        this.upkeep = new StoreUpkeep(world);
        this.storage = new StorageGauge(world.store(), world.clock());
        this.release = new HeadRelease(world, identity.origin(), () -> this.head);
    }

    /**
     * Opens the log, makes it at the first start, and checks it against its entries and against the guard.
     *
     * @throws LedgerCorrupt when the stored head contradicts its entries, or the guard remembers a head that this database does not know
     */
    public static Ledger open(World world, LogIdentity identity, CaseKeys keys) {
        Head head = LedgerStart.head(world, identity);
        Ledger ledger = new Ledger(world, identity, keys, head);
        try (Snapshot snapshot = world.store().snapshot()) {
            ledger.frozen =
                    LedgerTables.frozen(snapshot.sql(), identity.origin()).orElse(null);
            ledger.closed = LedgerTables.generations(snapshot.sql());
        }
        LedgerStart.check(head, ledger.tiles, world.guard(), new LedgerCheck(world.store()));
        return ledger;
    }

    /** The tables of this room. */
    public static List<Migration> migrations() {
        return LedgerTables.MIGRATIONS;
    }

    /**
     * Begins to sign, with the head found at the start, so that the node can prove what it holds before anything new happens.
     * Until then works commit and their futures wait. A frozen log never signs.
     */
    public void start() {
        if (frozen == null) {
            release.begin();
        }
    }

    /**
     * Signs and logs nothing more, in this run and all later ones, since this log's key stands under a head that it does not have.
     * What is stored stays readable, and works that log nothing are taken: officers have to get in and see why. Only a declared
     * restore, which opens another log, ends it.
     *
     * @param why the contradiction, for officers
     */
    public void freeze(String why) {
        if (frozen != null || stopped != null) {
            return;
        }
        LOG.error("the log {} is frozen: {}", identity.origin(), why);
        frozen = why;
        release.end(this::refusal);
        try (Transaction tx = world.store().begin()) {
            LedgerTables.freeze(tx.sql(), identity.origin(), why, world.clock().millis());
            tx.commit();
        } catch (CommitUnknown e) {
            LOG.error("whether the freeze is stored is unknown; the next start asks the peers again", e);
        }
    }

    /**
     * Closed logs of this node, the oldest first. Their leaves up to their end are the first leaves of this log too, under the same
     * indices.
     */
    public List<Generation> closed() {
        return closed;
    }

    /** Whether this log holds what a reference to one of this node's logs names: the same leaf, under the same index. */
    public boolean holds(String origin, long index) {
        return origin.equals(identity.origin())
                ? index < head.size()
                : closed.stream()
                        .anyMatch(log ->
                                log.origin().equals(origin) && index < log.end().size());
    }

    /** Why this log is frozen; empty while it is not. Any thread may ask. */
    public Optional<String> frozen() {
        return Optional.ofNullable(frozen);
    }

    /**
     * Hands over a work. The future completes when the work is durable and a signed head covers it.
     *
     * <p>It fails with {@link Refused}: what the work threw, or {@code BUSY}, {@code UNSIGNED}, {@code STOPPED}; and for
     * officers {@code STORAGE_LOW}.
     */
    public <T> CompletionStage<T> submit(Source from, Work<T> work) {
        PendingWork<T> pending = new PendingWork<>(from, work);
        if (stopped != null) {
            pending.fail(refusal());
        } else if (release.waiting() > HeadRelease.UNSIGNED_WORKS) {
            pending.fail(new Refused(
                    Refused.Code.UNSIGNED,
                    release.waiting() + " works are logged and not yet signed",
                    "see to the log key: nothing is lost, and all is released when it signs again"));
        } else if (from.isOfficer() && storage.level() == StorageGauge.Level.EXHAUSTED) {
            pending.fail(StorageGauge.refusal());
        } else if (queue.offer(pending)) {
            arm();
        } else {
            pending.fail(new Refused(Refused.Code.BUSY, QUEUE_WORKS + " works wait already", "try again in a moment"));
        }
        return pending.promise();
    }

    /** Calls back with every newly signed head, after the futures that it covers. */
    public void onRelease(Consumer<SignedCheckpoint> listener) {
        release.onRelease(listener);
    }

    /** Calls back once when the ledger stops for good: the process should end, and its next start will decide. */
    public void onStop(Consumer<Throwable> listener) {
        stopListeners.add(listener);
    }

    public LogIdentity identity() {
        return identity;
    }

    public CaseKeys caseKeys() {
        return keys;
    }

    /** The newest head that is signed; empty until the first signature after a start. Any thread may ask. */
    public Optional<SignedCheckpoint> released() {
        return release.released();
    }

    /** The newest durable head, perhaps not yet signed. */
    public TreeHead committed() {
        return head.frontier().head();
    }

    /** Hashes of the log for proofs up to any released size. Any thread may read. */
    public TileSource tiles() {
        return tiles;
    }

    /** Acts of this log, for whoever may read them. Any thread may read. */
    public LoggedActs acts() {
        return new LoggedActs(world.store()::snapshot, keys, recent);
    }

    /**
     * Reads the whole log back: recomputes its tree, opens every act. Takes as long as the log is; any thread may ask.
     *
     * @throws LedgerCorrupt naming the first leaf, tile or act that does not fit
     */
    public LedgerCheck.Findings checkAll() {
        return new LedgerCheck(world.store()).all(acts());
    }

    /** How full the disk is. Any thread may ask. */
    public StorageGauge storage() {
        return storage;
    }

    /** Works that wait for a turn. */
    public int waiting() {
        return queue.size();
    }

    private void arm() {
        if (armed.compareAndSet(false, true)) {
            world.schedule().soon(() -> {
                armed.set(false);
                turn();
                if (!queue.isEmpty()) {
                    arm();
                }
            });
        }
    }

    /** Takes what waits and commits it. */
    private void turn() {
        List<PendingWork<?>> works = queue.take(TURN_WORKS);
        if (works.isEmpty() || stopped != null) {
            works.forEach(work -> work.fail(refusal()));
            return;
        }
        try {
            commitTogether(works).or(() -> commitApart(works)).ifPresent(this::committed);
        } catch (RuntimeException e) {
            // What a work throws was dealt with; whatever comes here leaves memory and database perhaps apart.
            works.forEach(work -> work.fail(e));
            stop(e);
        }
    }

    /** Runs all works without savepoints; empty, and nothing done, when one of them fails. */
    private Optional<Committed> commitTogether(List<PendingWork<?>> works) {
        try (Transaction tx = world.store().begin()) {
            Batch batch = batch(tx);
            for (PendingWork<?> work : works) {
                try {
                    work.run(batch);
                } catch (StorageFailed | LedgerCorrupt e) {
                    throw e;
                } catch (Refused | RuntimeException e) {
                    LOG.debug("a work failed; running the batch of {} apart", works.size(), e);
                    return Optional.empty();
                }
            }
            return Optional.of(commit(tx, batch, works));
        }
    }

    /**
     * Runs each work behind a savepoint, so that a failing one is undone alone; empty when all fail. Callers of failed works hear of it
     * after the transaction, since what they do then may read the database.
     */
    private Optional<Committed> commitApart(List<PendingWork<?>> works) {
        List<Runnable> failures = new ArrayList<>();
        try {
            return commitApart(works, failures);
        } finally {
            failures.forEach(Runnable::run);
        }
    }

    private Optional<Committed> commitApart(List<PendingWork<?>> works, List<Runnable> failures) {
        try (Transaction tx = world.store().begin()) {
            Batch batch = batch(tx);
            List<PendingWork<?>> good = new ArrayList<>(works.size());
            for (PendingWork<?> work : works) {
                try {
                    work.runApart(batch);
                    good.add(work);
                } catch (StorageFailed | LedgerCorrupt e) {
                    throw e;
                } catch (Refused e) {
                    failures.add(() -> work.fail(e));
                } catch (LogFrozen e) {
                    failures.add(() -> work.fail(e.refusal()));
                } catch (RuntimeException e) {
                    LOG.error(
                            "a work of {} failed and was undone", work.source().name(), e);
                    failures.add(() -> work.fail(e));
                }
            }
            return good.isEmpty() ? Optional.empty() : Optional.of(commit(tx, batch, good));
        }
    }

    private Batch batch(Transaction tx) {
        return new Batch(
                tx,
                head,
                new Batch.Writer(identity.realm(), identity.member()),
                world.entropy(),
                keys,
                world.clock().millis(),
                frozen == null ? Optional.empty() : Optional.of(refusal()));
    }

    private Committed commit(Transaction tx, Batch batch, List<PendingWork<?>> works) {
        List<TileHash> hashes = new ArrayList<>();
        Head grown = batch.finish((level, index, hash) -> hashes.add(new TileHash(level, index, hash)));
        try {
            tx.commit();
        } catch (CommitUnknown e) {
            settle(e, tx, grown);
        }
        return new Committed(batch, grown, hashes, works);
    }

    /** What follows from a durable commit. The transaction is closed by now: what listens here may read the database. */
    private void committed(Committed done) {
        head = done.head();
        done.hashes().forEach(h -> tiles.committed(h.level(), h.index(), h.hash()));
        done.batch().logged().forEach(recent::add);
        for (Runnable change : done.batch().afterCommit()) {
            change.run();
        }
        upkeep.committed();
        release.committed(done.works());
    }

    /**
     * An unknown commit: the head row, read under its lock once the old transaction is gone, says what happened. A commit without a
     * leaf does not move the head, so there nobody can tell: the ledger stops, and the next start goes on from what is stored.
     */
    private void settle(CommitUnknown unknown, Transaction old, Head grown) {
        LOG.warn("the outcome of a commit is unknown; asking the database", unknown);
        old.close();
        if (grown.size() == head.size()) {
            throw new StorageFailed(
                    "the outcome of a commit without a leaf is unknown, and the head cannot tell it", false, unknown);
        }
        try (Transaction tx = world.store().begin()) {
            Head found = LedgerTables.head(tx.sql()).orElseThrow();
            if (found.frontier().equals(grown.frontier())) {
                return;
            }
            if (!found.frontier().equals(head.frontier())) {
                throw new LedgerCorrupt("after an unknown commit the head is at size " + found.size()
                        + ", which is neither before (" + head.size() + ") nor after it (" + grown.size() + ")");
            }
        }
        throw new StorageFailed("the commit to size " + grown.size() + " did not happen", false, unknown);
    }

    private void stop(Throwable why) {
        LOG.error("the ledger stops", why);
        stopped = why;
        queue.drain().forEach(work -> work.fail(refusal()));
        release.end(this::refusal);
        stopListeners.forEach(listener -> listener.accept(why));
    }

    private Refused refusal() {
        String contradiction = frozen;
        if (stopped == null && contradiction != null) {
            return new Refused(
                    Refused.Code.FROZEN,
                    "this log is frozen: " + contradiction,
                    "everything stays readable; find out where else the key signs, then declare a restore: comity restore");
        }
        return new Refused(
                Refused.Code.STOPPED,
                "the node has stopped: " + (stopped == null ? "it is closing" : stopped.getMessage()),
                "start it again; its start checks the log and says what is wrong");
    }
}

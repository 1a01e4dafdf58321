package org.comity.node.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.comity.node.record.Act;
import org.comity.node.record.Draft;
import org.comity.node.record.Lane;
import org.comity.node.record.Leaf;
import org.comity.node.record.MemberId;
import org.comity.node.record.Opening;
import org.comity.node.record.Realm;
import org.comity.node.record.Stamp;
import org.comity.node.store.Sql;
import org.comity.node.store.StorageFailed;
import org.comity.node.store.Transaction;
import org.comity.node.world.Entropy;
import org.comity.tlog.Frontier;
import org.comity.tlog.Hash;
import org.comity.tlog.TileSink;

/**
 * One group commit in the making: stamps drafts, appends leaves, and at its end moves the head.
 *
 * <p>Nothing outside this object changes before the transaction is durable, so rolling back is forgetting it. A
 * {@link Mark} lets a single failing work be forgotten while the rest of the batch stays.
 */
final class Batch {

    /** Who writes the records. */
    record Writer(Realm realm, MemberId member) {}

    private record SequenceKey(String recipient, Lane lane) {}

    /** Where the batch stood before a work. */
    record Mark(int leaves, int changes, Map<SequenceKey, Long> sequences) {}

    private final Transaction tx;
    private final Sql sql;
    private final Head from;
    private final Writer writer;
    private final Entropy entropy;
    private final CaseKeys keys;
    private final long ms;
    private final Optional<Refused> frozen;
    private final List<Logged> logged = new ArrayList<>();
    private final List<Runnable> afterCommit = new ArrayList<>();
    private final Map<SequenceKey, Long> sequences = new HashMap<>();
    private int depth;

    /** @param frozen why nothing may be appended, for a frozen log */
    Batch(
            Transaction tx,
            Head from,
            Writer writer,
            Entropy entropy,
            CaseKeys keys,
            long clockMs,
            Optional<Refused> frozen) {
        this.tx = tx;
        this.sql = tx.sql();
        this.from = from;
        this.writer = writer;
        this.entropy = entropy;
        this.keys = keys;
        this.frozen = frozen;
        this.ms = Math.max(clockMs, from.lastMs());
    }

    OneTurn turn() {
        return new OneTurn();
    }

    Mark mark() {
        return new Mark(logged.size(), afterCommit.size(), Map.copyOf(sequences));
    }

    void rewind(Mark mark) {
        logged.subList(mark.leaves(), logged.size()).clear();
        afterCommit.subList(mark.changes(), afterCommit.size()).clear();
        sequences.clear();
        sequences.putAll(mark.sequences());
    }

    List<Logged> logged() {
        return logged;
    }

    List<Runnable> afterCommit() {
        return afterCommit;
    }

    /** Writes sequences, tiles and head, the last statements of the transaction. The sink is told of every tile hash. */
    Head finish(TileSink sink) {
        sequences.forEach((key, next) -> LedgerTables.putSequence(sql, key.recipient(), key.lane(), next));
        if (logged.isEmpty()) {
            return from;
        }
        List<Hash> leaves = new ArrayList<>(logged.size());
        for (Logged leaf : logged) {
            leaves.add(Hash.leaf(leaf.entry().bytes()));
        }
        Frontier grown = from.frontier().appendAll(leaves, (level, index, hash) -> {
            if (level > 0) {
                LedgerTables.insertTile(sql, level, index, hash);
            }
            sink.hash(level, index, hash);
        });
        Head to = from.with(grown, ms);
        LedgerTables.advance(sql, from, to);
        return to;
    }

    private Logged append(Draft draft) {
        if (frozen.isPresent()) {
            throw new LogFrozen(frozen.get());
        }
        Lane lane = draft.lane();
        long sequence = 0;
        if (lane != Lane.OWN) {
            SequenceKey key = new SequenceKey(draft.recipient().text().orElseThrow(), lane);
            sequence = sequences.computeIfAbsent(key, k -> LedgerTables.nextSequence(sql, k.recipient(), k.lane()));
            sequences.put(key, sequence + 1);
        }
        Act act = Act.of(draft, new Stamp(writer.realm(), writer.member(), from.origin(), sequence, ms));
        byte[] salt = entropy.bytes(Leaf.SALT_BYTES);
        Opening opening = new Opening(salt, act.bytes());
        Logged leaf = new Logged(from.size() + logged.size(), opening.entry(), act, opening);
        byte[] sealed = keys.seal(new OneTurn(), draft.caseId(), opening.toBytes());
        LedgerTables.insertLeaf(sql, leaf.index(), leaf.entry(), act, draft.caseId(), sealed);
        logged.add(leaf);
        return leaf;
    }

    /** The turn of one work; dead when that work has ended. */
    final class OneTurn implements Turn, AutoCloseable {

        private boolean over;

        @Override
        public Instant now() {
            requireRunning();
            return Instant.ofEpochMilli(ms);
        }

        @Override
        public Sql sql() {
            requireRunning();
            return sql;
        }

        @Override
        public Logged append(Draft draft) {
            requireRunning();
            return Batch.this.append(draft);
        }

        @Override
        public <T> T attempt(Work<T> part) throws Refused {
            requireRunning();
            Mark mark = mark();
            String name = "part" + depth++;
            tx.savepoint(name);
            try (OneTurn turn = new OneTurn()) {
                T result = part.run(turn);
                tx.release(name);
                return result;
            } catch (StorageFailed | LedgerCorrupt e) {
                throw e;
            } catch (Refused | RuntimeException e) {
                tx.rollbackTo(name);
                rewind(mark);
                throw e;
            } finally {
                depth--;
            }
        }

        @Override
        public void afterCommit(Runnable change) {
            requireRunning();
            afterCommit.add(change);
        }

        @Override
        public void close() {
            over = true;
        }

        private void requireRunning() {
            if (over) {
                throw new IllegalStateException("this turn is over: a turn may not be kept beyond its work");
            }
        }
    }
}

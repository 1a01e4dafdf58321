package org.comity.node.access;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.comity.node.ledger.Logged;
import org.comity.node.ledger.Refused;
import org.comity.node.ledger.Turn;
import org.comity.node.ledger.Work;
import org.comity.node.record.Act;
import org.comity.node.record.Draft;
import org.comity.node.record.MemberId;
import org.comity.node.record.Opening;
import org.comity.node.record.Realm;
import org.comity.node.record.Stamp;
import org.comity.node.store.CommitUnknown;
import org.comity.node.store.Migration;
import org.comity.node.store.Migrator;
import org.comity.node.store.Snapshot;
import org.comity.node.store.Sql;
import org.comity.node.store.SqliteStore;
import org.comity.node.store.Store;
import org.comity.node.store.Transaction;

/** Runs works against a real database in memory, one commit each, as the ledger would; keeps the acts they logged. */
public final class Turns implements AutoCloseable {

    private final Store store = SqliteStore.inMemory();
    private final MemberId self;
    private final Realm realm;
    private final List<Act> log = new ArrayList<>();
    private Instant now = Instant.parse("2027-03-01T12:00:00Z");

    public Turns(Realm realm, MemberId self, List<Migration> migrations) {
        this.realm = realm;
        this.self = self;
        Migrator.migrate(store, migrations);
    }

    public Instant now() {
        return now;
    }

    public void pass(Duration time) {
        now = now.plus(time);
    }

    /** All acts that were committed, in order. */
    public List<Act> log() {
        return List.copyOf(log);
    }

    /** A work that throws leaves nothing behind. */
    public <T> T run(Work<T> work) throws Refused {
        try (Transaction transaction = store.begin()) {
            OneTurn turn = new OneTurn(transaction.sql());
            T result = work.run(turn);
            transaction.commit();
            log.addAll(turn.acts);
            turn.changes.forEach(Runnable::run);
            return result;
        } catch (CommitUnknown e) {
            throw new IllegalStateException(e);
        }
    }

    public <T> T read(Function<Sql, T> reader) {
        try (Snapshot snapshot = store.snapshot()) {
            return reader.apply(snapshot.sql());
        }
    }

    public <T> Optional<T> find(Function<Sql, Optional<T>> reader) {
        return read(reader);
    }

    public <T> List<T> list(Function<Sql, List<T>> reader) {
        return read(reader);
    }

    @Override
    public void close() {
        store.close();
    }

    private final class OneTurn implements Turn {

        private final Sql sql;
        private final List<Act> acts = new ArrayList<>();
        private final List<Runnable> changes = new ArrayList<>();

        OneTurn(Sql sql) {
            this.sql = sql;
        }

        @Override
        public Instant now() {
            return now;
        }

        @Override
        public Sql sql() {
            return sql;
        }

        @Override
        public Logged append(Draft draft) {
            Stamp stamp = new Stamp(realm, self, "test.example/log/g1", 0, now.toEpochMilli());
            byte[] record = Act.encode(draft, stamp);
            Opening opening = new Opening(new byte[32], record);
            Act act = Act.parse(record);
            acts.add(act);
            return new Logged(log.size() + acts.size() - 1L, opening.entry(), act, opening);
        }

        /** Works of one test never go on after a part of them was refused, so the commit as a whole is undone. */
        @Override
        public <T> T attempt(Work<T> part) throws Refused {
            return part.run(this);
        }

        @Override
        public void afterCommit(Runnable change) {
            changes.add(change);
        }
    }
}

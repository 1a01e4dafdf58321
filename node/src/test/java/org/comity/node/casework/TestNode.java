package org.comity.node.casework;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import org.comity.node.access.Officer;
import org.comity.node.access.OfficerId;
import org.comity.node.access.OfficerKey;
import org.comity.node.access.OfficerSecretKey;
import org.comity.node.access.Role;
import org.comity.node.exchange.BodyRefused;
import org.comity.node.exchange.Received;
import org.comity.node.ledger.CaseKeys;
import org.comity.node.ledger.Ledger;
import org.comity.node.ledger.Logged;
import org.comity.node.ledger.Refused;
import org.comity.node.ledger.Turn;
import org.comity.node.ledger.Work;
import org.comity.node.record.Act;
import org.comity.node.record.Draft;
import org.comity.node.record.Lane;
import org.comity.node.record.Leaf;
import org.comity.node.record.MemberId;
import org.comity.node.record.Opening;
import org.comity.node.record.Realm;
import org.comity.node.record.Ref;
import org.comity.node.record.Stamp;
import org.comity.node.store.CommitUnknown;
import org.comity.node.store.MemoryStore;
import org.comity.node.store.Migration;
import org.comity.node.store.Migrator;
import org.comity.node.store.Sql;
import org.comity.node.store.SqliteStore;
import org.comity.node.store.Transaction;
import org.comity.tlog.Hash;

/**
 * A casework with a real database under it and, in place of ledger and exchange, a list of acts and a wire on which messages wait
 * until {@link #deliver} hands them over.
 */
final class TestNode {
    static final Instant START = Instant.parse("2026-03-01T08:00:00Z");

    private static final long FOREVER = Instant.parse("2100-01-01T00:00:00Z").toEpochMilli();

    final MemberId member;
    final Casework casework;
    final List<BodyRefused> refusals = new ArrayList<>();
    final List<Logged> log = new ArrayList<>();
    final Queue<Logged> wire = new ArrayDeque<>();
    private final MemoryStore store = SqliteStore.inMemory();
    private final Map<Hash, OfficerKey> known = new HashMap<>();
    private final Map<String, OfficerSecretKey> secrets = new HashMap<>();
    private final Map<String, String> cases = new HashMap<>();
    private final Random random;
    final CaseKeys keys;
    Instant now = START;
    TestNode peer = this;
    boolean recipientKnown = true;

    TestNode(String code) {
        this.member = new MemberId(code);
        this.random = new Random(code.hashCode());
        this.keys = new CaseKeys(new byte[32], random::nextBytes);
        List<Migration> migrations = new ArrayList<>(Ledger.migrations());
        migrations.addAll(Casework.migrations());
        Migrator.migrate(store, migrations);
        this.casework = new Casework(
                Realm.WORLD,
                member,
                this::send,
                keys,
                store::snapshot,
                (whose, id) -> Optional.ofNullable((whose.equals(member) ? this : peer).known.get(id)),
                index -> wire.stream().anyMatch(waiting -> waiting.index() == index)
                        ? DeliveryState.LOGGED
                        : DeliveryState.RECEIVED,
                PreservationProcedure.shipped());
    }

    static TestNode[] pair() {
        TestNode[] pair = {new TestNode("XA"), new TestNode("XB")};
        pair[0].peer = pair[1];
        pair[1].peer = pair[0];
        return pair;
    }

    /** An officer with a key that stands in this node's card. */
    Officer officer(String id, Role first, Role... more) {
        Officer officer = new Officer(new OfficerId(id), "Officer " + id, EnumSet.of(first, more));
        OfficerSecretKey secret = OfficerSecretKey.generate(random::nextBytes);
        OfficerKey key = secret.publicKey(officer.roles(), 0, FOREVER);
        known.put(key.id(), key);
        secrets.put(id, secret);
        return officer;
    }

    Officer approver(String id) {
        return officer(id, Role.APPROVER);
    }

    /** The key is struck from the card. */
    void strike(Officer officer) {
        known.remove(secretOf(officer).keyId());
    }

    OfficerSecretKey secretOf(Officer officer) {
        return Optional.ofNullable(secrets.get(officer.id().text())).orElseThrow();
    }

    <T> T work(Work<T> work) throws Refused {
        try (Transaction tx = store.begin()) {
            FakeTurn turn = new FakeTurn(tx.sql());
            int before = log.size();
            try {
                T result = work.run(turn);
                tx.commit();
                turn.after.forEach(Runnable::run);
                return result;
            } catch (CommitUnknown e) {
                throw new AssertionError(e);
            } catch (Refused | RuntimeException e) {
                log.subList(before, log.size()).clear();
                throw e;
            }
        }
    }

    /** Something that may be refused outside of a work. */
    interface Attempt {
        Object run() throws Refused;
    }

    /** What a work was refused with. */
    Refused refusal(Work<?> work) {
        return refused(() -> work(work));
    }

    static Refused refused(Attempt attempt) {
        try {
            attempt.run();
        } catch (Refused e) {
            return e;
        }
        throw new AssertionError("not refused");
    }

    /** Signs what waits of a request, in a role other than drafter where the officer has one. */
    Optional<Logged> sign(RequestId id, Officer officer) throws Refused {
        Role role = officer.roles().stream()
                .filter(r -> r != Role.DRAFTER)
                .findFirst()
                .orElse(Role.DRAFTER);
        var approval = secretOf(officer).approve(casework.statement(id, role, now));
        return work(turn -> casework.sign(turn, id, officer, approval));
    }

    /** Hands over all that waits on the wire, in order. */
    void deliver() {
        for (Logged next = wire.poll(); next != null; next = wire.poll()) {
            peer.receive(member, next);
        }
    }

    void receive(MemberId from, Logged logged) {
        String caseId = logged.act().refs().stream()
                .filter(ref -> ref.rel().equals("case"))
                .findFirst()
                .map(TestNode::place)
                .map(place -> cases.getOrDefault(place, "in-" + place))
                .orElse("in-" + logged.act().origin() + "/" + logged.index());
        cases.put(logged.act().origin() + "/" + logged.index(), caseId);
        receive(new Received(from, logged.act(), logged.index(), logged.entry(), caseId, now));
    }

    void receive(Received message) {
        try {
            work(turn -> {
                try {
                    casework.received(turn, message);
                    return true;
                } catch (BodyRefused e) {
                    refusals.add(e);
                    throw new Refused(Refused.Code.INVALID, "rolled back", "");
                }
            });
        } catch (Refused e) {
            assert !refusals.isEmpty() : "rolled back without a reason";
        }
    }

    /** A message of this node to its peer that no casework wrote. */
    Logged forge(Draft draft) throws Refused {
        return work(turn -> turn.append(draft));
    }

    private Logged send(Turn turn, Draft draft) throws Refused {
        if (!recipientKnown) {
            throw new Refused(Refused.Code.NOT_FOUND, "the recipient is not recognised", "recognise it first");
        }
        Logged logged = turn.append(draft);
        turn.afterCommit(() -> wire.add(logged));
        return logged;
    }

    private static String place(Ref ref) {
        return ref.origin() + "/" + ref.index();
    }

    RequestSummary inbox() {
        return casework.inbox(RequestFilter.ALL, Page.first(10), now).items().getFirst();
    }

    RequestView view(RequestId id) throws Refused {
        return casework.request(id, now);
    }

    PreservationState state(RequestId id) throws Refused {
        return view(id).summary().state();
    }

    List<String> events(RequestId id) throws Refused {
        return view(id).timeline().stream().map(TimelineEntry::event).toList();
    }

    String lastNote(RequestId id) throws Refused {
        return view(id).timeline().getLast().note();
    }

    /** One transaction, with the list of acts as its log. */
    private final class FakeTurn implements Turn {
        private final Sql sql;
        private final List<Runnable> after = new ArrayList<>();

        FakeTurn(Sql sql) {
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
            String origin = "node." + member.code().toLowerCase(java.util.Locale.ROOT) + "/log/g1";
            long sequence = draft.lane() == Lane.OWN ? 0 : log.size() + 1;
            byte[] record = Act.encode(draft, new Stamp(Realm.WORLD, member, origin, sequence, now.toEpochMilli()));
            byte[] salt = new byte[Leaf.SALT_BYTES];
            random.nextBytes(salt);
            Opening opening = new Opening(salt, record);
            Logged logged = new Logged(log.size(), opening.entry(), Act.parse(record), opening);
            log.add(logged);
            cases.put(origin + "/" + logged.index(), draft.caseId());
            return logged;
        }

        @Override
        public <T> T attempt(Work<T> part) throws Refused {
            return part.run(this);
        }

        @Override
        public void afterCommit(Runnable change) {
            after.add(change);
        }
    }
}

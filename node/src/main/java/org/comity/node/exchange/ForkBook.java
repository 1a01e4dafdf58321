package org.comity.node.exchange;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.comity.node.directory.Directory;
import org.comity.node.directory.Peer;
import org.comity.node.ledger.Ledger;
import org.comity.node.ledger.Refused;
import org.comity.node.ledger.Source;
import org.comity.node.ledger.Turn;
import org.comity.node.record.Draft;
import org.comity.node.record.Kind;
import org.comity.node.record.Lane;
import org.comity.node.record.MemberId;
import org.comity.node.record.Recipient;
import org.comity.node.store.Snapshot;
import org.comity.node.world.World;
import org.comity.tlog.ForkEvidence;
import org.comity.tlog.LogException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The logs that are convicted of two histories, and the spreading of the proof.
 *
 * <p>Two signatures of a log that contradict each other stop everything that comes from that log, and nothing else: other peers go on
 * untouched. The node says so once in its public stream ({@code log.forked}, the evidence as body), whether it found the contradiction
 * itself or heard of it; whoever hears it believes the two signatures and not the teller. Only a new recognition under another log ends
 * it, since the origin stays convicted for good. To end the recognition stays an act of the state.
 */
final class ForkBook implements Receiver {

    /** Statement to everyone; body: {@code tlog-fork/v1}. */
    static final Kind KIND = new Kind("log.forked");

    private static final Logger LOG = LoggerFactory.getLogger(ForkBook.class);
    private static final String MEDIA_TYPE = "text/plain";
    private static final Duration AGAIN = Duration.ofMinutes(1);

    private final World world;
    private final Ledger ledger;
    private final Directory directory;
    private final Alarms alarms;
    private final OwnWatch own;
    private final Sending sending;
    private final Map<String, Fork> forks = new ConcurrentHashMap<>();
    private final List<Consumer<Fork>> listeners = new ArrayList<>();

    ForkBook(World world, Ledger ledger, Directory directory, Alarms alarms, OwnWatch own, Sending sending) {
        this.world = world;
        this.ledger = ledger;
        this.directory = directory;
        this.alarms = alarms;
        this.own = own;
        this.sending = sending;
        try (Snapshot snapshot = world.store().snapshot()) {
            HeadTables.forks(snapshot.sql()).forEach(fork -> forks.put(fork.origin(), fork));
        }
    }

    /** Hears of each new conviction, on the node's thread. */
    void onFork(Consumer<Fork> listener) {
        listeners.add(listener);
    }

    /** The conviction of a log. Any thread may ask. */
    Optional<Fork> of(String origin) {
        return Optional.ofNullable(forks.get(origin));
    }

    boolean isForked(String origin) {
        return forks.containsKey(origin);
    }

    /**
     * Convicts a peer's log, at once in memory and then durably.
     *
     * @throws LogException when the evidence does not hold under the keys of the peer's card
     */
    void convict(Peer peer, ForkEvidence evidence) {
        if (isForked(peer.origin())) {
            return;
        }
        evidence.verify(peer.policy());
        Fork fork =
                new Fork(peer.origin(), peer.member(), evidence, world.clock().instant());
        hold(fork);
        keep(fork);
    }

    /** Convicts the present log of a member, whose signatures the evidence was just seen to hold. */
    void convict(MemberId member, ForkEvidence evidence) {
        directory.peer(member).ifPresent(peer -> convict(peer, evidence));
    }

    private void keep(Fork fork) {
        ledger.submit(Source.NODE, turn -> store(turn, fork)).whenComplete((stored, failure) -> {
            if (failure instanceof Refused refused && refused.code() != Refused.Code.STOPPED) {
                world.schedule().at(world.clock().instant().plus(AGAIN), () -> keep(fork));
            } else if (failure != null) {
                LOG.error("the evidence against {} could not be stored", fork.origin(), failure);
            }
        });
    }

    private boolean store(Turn turn, Fork fork) throws Refused {
        if (HeadTables.fork(turn.sql(), fork.origin()).isPresent()) {
            return false;
        }
        HeadTables.insert(turn.sql(), fork);
        sending.send(
                turn,
                Draft.of(
                        KIND,
                        Recipient.everyone(),
                        Lane.PUBLIC,
                        MEDIA_TYPE,
                        fork.evidence().encode()));
        return true;
    }

    private void hold(Fork fork) {
        if (forks.putIfAbsent(fork.origin(), fork) == null) {
            alarms.raise(fork.member(), fork.sentence() + "; nothing of it is taken any more");
            listeners.forEach(listener -> listener.accept(fork));
        }
    }

    @Override
    public Set<Kind> kinds() {
        return Set.of(KIND);
    }

    @Override
    public void received(Turn turn, Received message) throws BodyRefused {
        try {
            ForkEvidence evidence = ForkEvidence.parse(message.act().body());
            String origin = evidence.first().checkpoint().origin();
            if (origin.equals(ledger.identity().origin())) {
                // What freezes the log must not run inside one of its turns.
                turn.afterCommit(() -> world.schedule().soon(() -> {
                    own.shown(message.from(), evidence.first().encode());
                    own.shown(message.from(), evidence.second().encode());
                }));
                return;
            }
            Optional<Peer> peer = directory.peers().stream()
                    .filter(known -> known.origin().equals(origin))
                    .findFirst();
            if (peer.isPresent() && !isForked(origin)) {
                evidence.verify(peer.get().policy());
                Fork fork = new Fork(origin, peer.get().member(), evidence, turn.now());
                store(turn, fork);
                turn.afterCommit(() -> hold(fork));
            }
        } catch (LogException e) {
            throw new BodyRefused("no evidence of a fork: " + e.getMessage());
        } catch (Refused e) {
            throw new IllegalStateException("a statement to everyone cannot be refused", e);
        }
    }
}

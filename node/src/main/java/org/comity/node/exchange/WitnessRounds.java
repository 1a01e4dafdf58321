package org.comity.node.exchange;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.comity.node.directory.Peer;
import org.comity.node.ledger.Source;
import org.comity.node.record.MemberId;
import org.comity.node.store.Snapshot;
import org.comity.node.world.Outcome;
import org.comity.node.world.PeerAnswer;
import org.comity.node.world.PeerCall;
import org.comity.node.world.Schedule;
import org.comity.tlog.AddCheckpointRequest;
import org.comity.tlog.LogException;
import org.comity.tlog.SignedCheckpoint;
import org.comity.tlog.Tree;
import org.comity.tlog.Witness;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks recognised peers to cosign our log.
 *
 * <p>A grown head goes to each witness at most every two seconds, an unchanged one every ten minutes to refresh its time. A 409 with
 * a number is a hint and proves nothing, so that a hostile witness cannot stop this node with a huge one: only our own signature on the
 * witness's published checkpoint says what it holds.
 */
final class WitnessRounds {

    static final Duration GROWN_PAUSE = Duration.ofSeconds(2);
    static final Duration IDLE_PAUSE = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(WitnessRounds.class);

    private static final class Round {
        private long cosignedSize;
        private Instant notBefore = Instant.MIN;
        private Instant refreshAt = Instant.MIN;
        private boolean asking;
        private Instant wakeAt = Instant.MAX;
        private Schedule.Cancel cancel = () -> {};
    }

    private final ExchangeContext context;
    private final Standing standing;
    private final Map<MemberId, Round> rounds = new TreeMap<>();

    WitnessRounds(ExchangeContext context, Standing standing) {
        this.context = context;
        this.standing = standing;
    }

    /** Asks every witness whose time has come. */
    void run() {
        Optional<SignedCheckpoint> released = context.ledger().released();
        if (released.isEmpty()) {
            return;
        }
        for (Peer peer : context.directory().peers()) {
            if (peer.recognised()
                    && standing.mayShow(peer.member())
                    && !context.forks().isForked(peer.origin())) {
                run(peer, released.get());
            }
        }
    }

    private void run(Peer peer, SignedCheckpoint newest) {
        Round round = rounds.computeIfAbsent(peer.member(), this::load);
        Instant now = context.world().clock().instant();
        if (round.asking || newest.checkpoint().head().size() == 0) {
            return;
        }
        if (now.isBefore(round.notBefore)) {
            wakeAt(round, round.notBefore);
        } else if (newest.checkpoint().head().size() > round.cosignedSize || !now.isBefore(round.refreshAt)) {
            ask(peer, round, newest);
        } else {
            wakeAt(round, round.refreshAt);
        }
    }

    private Round load(MemberId member) {
        Round round = new Round();
        try (Snapshot snapshot = context.world().store().snapshot()) {
            Cosignatures.ofMembers(snapshot.sql()).stream()
                    .filter(known -> known.witness().equals(member.code()))
                    .forEach(known -> round.cosignedSize = known.size());
        }
        return round;
    }

    /** Comes back at that time, or at the earlier one already agreed. */
    private void wakeAt(Round round, Instant due) {
        if (!due.isBefore(round.wakeAt)) {
            return;
        }
        round.cancel.cancel();
        round.wakeAt = due;
        round.cancel = context.world().schedule().at(due, () -> {
            round.wakeAt = Instant.MAX;
            run();
        });
    }

    private void ask(Peer peer, Round round, SignedCheckpoint newest) {
        round.asking = true;
        round.refreshAt = context.world().clock().instant().plus(IDLE_PAUSE);
        long size = newest.checkpoint().head().size();
        var proof = new Tree(context.ledger().tiles(), size).consistency(round.cosignedSize);
        var request = new AddCheckpointRequest(round.cosignedSize, proof, newest);
        context.world()
                .peers()
                .ask(peer.address(), PeerCall.post(Witnessing.ADD_CHECKPOINT, request.encode()), outcome -> {
                    round.asking = false;
                    round.notBefore = context.world().clock().instant().plus(GROWN_PAUSE);
                    answered(peer, round, request, outcome);
                    wakeAt(round, round.notBefore);
                });
    }

    private void answered(Peer peer, Round round, AddCheckpointRequest request, Outcome<PeerAnswer> outcome) {
        if (!(outcome instanceof Outcome.Done<PeerAnswer>(PeerAnswer answer))) {
            return;
        }
        try {
            if (answer.status() == 200) {
                keep(peer, round, request.accept(answer.body(), peer.nodeCard().witnessKeys()));
            } else if (answer.status() == 409) {
                askWhatItHolds(peer, round);
            } else {
                LOG.debug("the witness of {} answered {}", peer.member(), answer.status());
            }
        } catch (LogException e) {
            LOG.warn("the cosignature of {} does not hold: {}", peer.member(), e.getMessage());
        }
    }

    private void keep(Peer peer, Round round, SignedCheckpoint note) {
        long size = note.checkpoint().head().size();
        round.cosignedSize = Math.max(round.cosignedSize, size);
        long seconds = context.world().clock().instant().getEpochSecond();
        context.ledger().submit(Source.NODE, turn -> {
            Cosignatures.keep(
                    turn.sql(), new Cosignatures.Cosigned(peer.member().code(), true, size, seconds, note));
            return true;
        });
    }

    private void askWhatItHolds(Peer peer, Round round) {
        String path = Witnessing.PREFIX + Witness.originHash(context.origin()) + "/checkpoint";
        context.world().peers().ask(peer.address(), PeerCall.get(path), outcome -> {
            // Whoever cannot be reached, or says "not now", has refused nothing.
            if (!(outcome instanceof Outcome.Done<PeerAnswer>(PeerAnswer answer))) {
                return;
            }
            if (answer.status() == 404) {
                mark(peer, "refuses our checkpoint and does not show which one it holds");
            } else if (answer.status() == 200) {
                try {
                    round.cosignedSize = context.own()
                            .verify(peer.member(), Optional.of(answer.body()))
                            .size();
                } catch (ParcelRefused e) {
                    context.alarms().raise(peer.member(), e.getMessage());
                } catch (LogException e) {
                    mark(peer, "refuses our checkpoint and shows none that we signed: " + e.getMessage());
                }
            }
        });
    }

    /** A witness that claims without our signature is not believed; officers may look for another. */
    private void mark(Peer peer, String what) {
        LOG.warn("the witness of {} {}", peer.member(), what);
        context.alarms().raise(peer.member(), "the witness of " + peer.member() + " " + what);
    }
}

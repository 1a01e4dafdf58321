package org.comity.node.exchange;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.comity.node.directory.Peer;
import org.comity.node.record.MemberId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this node may show of its log since it started.
 *
 * <p>A disk that was put back as a whole, guard included, looks sound to itself. Only peers can tell: each holds the newest
 * checkpoint of ours that it saw, under our own signature. So every start asks all of them, in parallel, before it signs anything. A
 * head above or beside our log freezes it ({@link OwnWatch}). When a majority of the recognised members has answered, or after
 * {@value #PATIENCE_SECONDS} seconds, the node begins to sign.
 *
 * <p>No node waits for another for ever: what a peer holds is told without a live log, so nodes that start together answer each other at
 * once; and a node whose peers are all down works for itself, provisionally. <b>A checkpoint goes to a peer only after this very peer
 * has said in this run what it holds</b>: the only node one can talk to is also one that has been asked.
 */
final class Standing {

    static final long PATIENCE_SECONDS = 5;

    private static final Logger LOG = LoggerFactory.getLogger(Standing.class);

    private final ExchangeContext context;
    private final Set<MemberId> answered = new HashSet<>();
    private final Set<MemberId> heard = new HashSet<>();
    private Runnable begin = () -> {};
    private boolean asking;

    Standing(ExchangeContext context) {
        this.context = context;
    }

    /**
     * Waits for answers of peers, then begins.
     *
     * @param ask asks one peer what it holds; its answer comes to {@link #heard}
     * @param begin called once, unless the log freezes first
     */
    void settle(Consumer<MemberId> ask, Runnable begin) {
        this.begin = begin;
        asking = true;
        List<MemberId> peers = recognised();
        context.world()
                .schedule()
                .at(context.world().clock().instant().plus(Duration.ofSeconds(PATIENCE_SECONDS)), this::outOfPatience);
        peers.forEach(ask);
        settleIfEnough();
    }

    /** A peer said in this run what it holds of our log, and nothing of it contradicts us. */
    void answered(MemberId peer) {
        answered.add(peer);
        settleIfEnough();
    }

    /** The same, and nothing stands between us: what a restore lost here it has given back. */
    void heard(MemberId peer) {
        heard.add(peer);
        answered(peer);
    }

    /** Whether this peer may see our checkpoints. */
    boolean mayShow(MemberId peer) {
        return heard.contains(peer) && context.ledger().frozen().isEmpty();
    }

    /** Whether a majority of the recognised members has said what it holds; otherwise the node works provisionally. */
    boolean isLive() {
        List<MemberId> peers = recognised();
        long said = peers.stream().filter(answered::contains).count();
        return peers.isEmpty() || 2 * said > peers.size();
    }

    private List<MemberId> recognised() {
        return context.directory().peers().stream()
                .filter(Peer::recognised)
                .map(Peer::member)
                .toList();
    }

    private void settleIfEnough() {
        if (asking && isLive()) {
            settled();
        }
    }

    private void outOfPatience() {
        if (asking) {
            LOG.info(
                    "{} of {} members said what they hold of this log; working provisionally until more do",
                    answered.size(),
                    recognised().size());
            settled();
        }
    }

    private void settled() {
        asking = false;
        if (context.ledger().frozen().isEmpty()) {
            begin.run();
        }
    }
}

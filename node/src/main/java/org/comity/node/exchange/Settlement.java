package org.comity.node.exchange;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.comity.node.directory.Peer;
import org.comity.node.record.MemberId;
import org.comity.node.world.Outcome;
import org.comity.node.world.PeerAnswer;
import org.comity.node.world.PeerCall;
import org.comity.tlog.LogException;
import org.comity.tlog.Policy;
import org.comity.tlog.SignedCheckpoint;
import org.comity.tlog.VerifiedCheckpoint;
import org.comity.tlog.Witness;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a message of a peer may lead to what cannot be taken back.
 *
 * <p>A thief of a log key can write a request that verifies. It is found out when the forged log meets the true one: at a witness, or at
 * its owner. So where the operator has a policy, a message counts as settled after two steps. First the members' witnesses of the policy
 * are asked which head of the peer's log they cosigned; those whose head covers the message, and belongs to the log as it is known here,
 * must satisfy the policy. After that the owner itself is asked, at the address on its card, for its newest head, which must belong to
 * the same log: the comparison in which an owner who was robbed speaks up, or stays silent because it has frozen its log.
 *
 * <p>Without a policy every message is settled. Rounds go once a minute while somebody waits, for a day at the most; what they found is
 * forgotten when the node ends, and asked anew. Witnesses that are no members are not asked: they publish elsewhere. On the node's
 * thread.
 */
final class Settlement {

    static final Duration PAUSE = Duration.ofMinutes(1);
    static final Duration PATIENCE = Duration.ofDays(1);

    /** So long a head may wait for its owner's proof before another is asked for. */
    static final Duration CLAIM_PATIENCE = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(Settlement.class);

    /** A head that somebody showed and that is not known yet to belong to the log. */
    private record Claim(Set<String> names, VerifiedCheckpoint checkpoint, Instant at) {}

    /** What is known of one peer's log. */
    private static final class Matter {
        private final String origin;
        private final Map<String, Long> vouched = new TreeMap<>();
        private final Map<MemberId, Claim> claims = new TreeMap<>();
        private long confirmed;
        private long wanted = -1;
        private Instant until = Instant.MIN;
        private boolean running;

        Matter(String origin) {
            this.origin = origin;
        }
    }

    private final ExchangeContext context;
    private final HeadWatch watch;
    private final Optional<Policy> policy;
    private final Map<MemberId, Matter> matters = new HashMap<>();

    Settlement(ExchangeContext context, HeadWatch watch, Optional<Policy> policy) {
        this.context = context;
        this.watch = watch;
        this.policy = policy;
    }

    /**
     * Whether the message at an index of a peer's present log is settled; if not, it is looked into from now on.
     *
     * @param index its place in the peer's log
     */
    boolean isSettled(MemberId member, long index) {
        if (policy.isEmpty()) {
            return true;
        }
        Optional<Peer> peer = recognised(member);
        if (peer.isEmpty()) {
            return false;
        }
        Matter matter = matter(peer.get());
        if (isWitnessed(matter, index) && matter.confirmed > index) {
            return true;
        }
        matter.wanted = Math.max(matter.wanted, index);
        matter.until = context.world().clock().instant().plus(PATIENCE);
        if (!matter.running) {
            matter.running = true;
            // Whoever asks may be inside a turn.
            context.world().schedule().soon(() -> round(member));
        }
        return false;
    }

    private Optional<Peer> recognised(MemberId member) {
        return context.directory()
                .peer(member)
                .filter(Peer::recognised)
                .filter(peer -> !context.forks().isForked(peer.origin()));
    }

    /** A member that came with another log begins anew. */
    private Matter matter(Peer peer) {
        Matter known = matters.get(peer.member());
        if (known == null || !known.origin.equals(peer.origin())) {
            known = new Matter(peer.origin());
            matters.put(peer.member(), known);
        }
        return known;
    }

    private boolean isWitnessed(Matter matter, long index) {
        Set<String> covering = matter.vouched.entrySet().stream()
                .filter(witness -> witness.getValue() > index)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        return policy.orElseThrow().isQuorum(covering);
    }

    private void round(MemberId member) {
        Optional<Peer> owner = recognised(member);
        if (owner.isEmpty()) {
            matters.remove(member);
            return;
        }
        Matter matter = matter(owner.get());
        List.copyOf(matter.claims.keySet()).forEach(by -> weigh(owner.get(), matter, by));
        boolean settled = isWitnessed(matter, matter.wanted) && matter.confirmed > matter.wanted;
        Instant now = context.world().clock().instant();
        if (settled || now.isAfter(matter.until)) {
            matter.running = false;
            return;
        }
        if (isWitnessed(matter, matter.wanted)) {
            askOwner(owner.get(), matter);
        } else {
            witnesses(member).forEach(witness -> askWitness(witness, owner.get(), matter));
        }
        context.world().schedule().at(now.plus(PAUSE), () -> round(member));
    }

    /** Members other than the owner whose keys stand in the policy. */
    private List<Peer> witnesses(MemberId owner) {
        return context.directory().peers().stream()
                .filter(Peer::recognised)
                .filter(peer -> !peer.member().equals(owner) && !context.forks().isForked(peer.origin()))
                .filter(peer -> policy.orElseThrow().witnesses().stream()
                        .anyMatch(line -> peer.nodeCard().witnessKeys().contains(line.key())))
                .toList();
    }

    private void askWitness(Peer witness, Peer owner, Matter matter) {
        if (matter.claims.containsKey(witness.member())) {
            return;
        }
        String path = Witnessing.PREFIX + Witness.originHash(owner.origin()) + "/checkpoint";
        ask(witness, path, note -> {
            VerifiedCheckpoint checkpoint = owner.policy().verify(note);
            Set<String> names = policy.orElseThrow().cosignatures(checkpoint).keySet();
            claim(owner, matter, witness.member(), names, checkpoint);
        });
    }

    private void claim(Peer owner, Matter matter, MemberId by, Set<String> names, VerifiedCheckpoint checkpoint) {
        Instant now = context.world().clock().instant();
        matter.claims.put(by, new Claim(names, checkpoint, now));
        weigh(owner, matter, by);
    }

    /** Counts what somebody showed once it is known to belong to the log. The owner's proof may take some rounds. */
    private void weigh(Peer owner, Matter matter, MemberId by) {
        Claim claim = Objects.requireNonNull(matter.claims.get(by));
        long size = claim.checkpoint().head().size();
        Instant now = context.world().clock().instant();
        if (watch.belongs(owner, by, claim.checkpoint())) {
            matter.claims.remove(by);
            if (by.equals(owner.member())) {
                matter.confirmed = Math.max(matter.confirmed, size);
            } else {
                claim.names().forEach(name -> matter.vouched.merge(name, size, Math::max));
            }
        } else if (now.isAfter(claim.at().plus(CLAIM_PATIENCE))) {
            matter.claims.remove(by);
        }
    }

    private void askOwner(Peer owner, Matter matter) {
        if (!matter.claims.containsKey(owner.member())) {
            ask(
                    owner,
                    LogResource.PREFIX + "checkpoint",
                    note -> claim(
                            owner,
                            matter,
                            owner.member(),
                            Set.of(),
                            owner.policy().verify(note)));
        }
    }

    /** Takes a signed checkpoint that a peer shows. */
    @FunctionalInterface
    private interface Shown {
        void take(SignedCheckpoint note);
    }

    private void ask(Peer peer, String path, Shown shown) {
        context.world().peers().ask(peer.address(), PeerCall.get(path), outcome -> {
            if (outcome instanceof Outcome.Done<PeerAnswer>(PeerAnswer answer) && answer.status() == 200) {
                try {
                    shown.take(SignedCheckpoint.parse(answer.body()));
                } catch (LogException e) {
                    LOG.warn("{} shows a checkpoint that does not hold: {}", peer.member(), e.getMessage());
                }
            }
        });
    }
}

package org.comity.node.exchange;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.comity.node.directory.Peer;
import org.comity.node.exchange.HeadTelling.Candidate;
import org.comity.node.exchange.InboxTables.HeldHead;
import org.comity.node.ledger.Source;
import org.comity.node.record.MemberId;
import org.comity.node.store.Snapshot;
import org.comity.node.world.Outcome;
import org.comity.node.world.PeerAnswer;
import org.comity.node.world.PeerCall;
import org.comity.node.world.Schedule;
import org.comity.tlog.ConsistencyProof;
import org.comity.tlog.LogException;
import org.comity.tlog.SignedCheckpoint;
import org.comity.tlog.TreeHead;
import org.comity.tlog.VerifiedCheckpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares heads of members' logs that others tell of with those held here: the one thing that makes two victims of a fork meet.
 *
 * <p>A head counts only with the signatures that the member's card demands. One of a size that is held here must have the same root,
 * or the log is convicted. One of another size is checked by asking its owner for the proof between the two; the owner is asked at
 * most once in half a minute whatever others tell. An owner that does not prove it is asked again, more and more seldom; after a day the
 * head counts as unproven, which is told to officers and convicts nobody. A head of our own log goes to {@link OwnWatch}.
 *
 * <p>A peer may have {@value #ALLOWANCE} signatures verified an hour, and {@value #MOST_PENDING} heads of one log may wait for their
 * proof; what comes beyond that is forgotten. It is told again if it matters.
 */
final class HeadWatch {

    /** Heads by one peer that are verified within an hour. */
    static final int ALLOWANCE = 1_024;

    /** Heads of one log that wait for a proof. */
    static final int MOST_PENDING = 4;

    /** An owner is asked for one proof within this time. */
    static final Duration OWNER_PAUSE = Duration.ofSeconds(30);

    /** Between the first attempt and the second. */
    static final Duration FIRST_RETRY = Duration.ofMinutes(1);

    /** Between later attempts. */
    static final Duration RETRY = Duration.ofHours(1);

    /** After this time without a proof a head is called unproven. */
    static final Duration PATIENCE = Duration.ofDays(1);

    private static final Logger LOG = LoggerFactory.getLogger(HeadWatch.class);
    private static final int REMEMBERED = 16;

    /** A verified head that came by way of another. */
    private record Heard(Peer owner, MemberId via, VerifiedCheckpoint checkpoint) {}

    /** A head that waits for its proof. */
    private static final class Pending {
        private final UnprovenHead head;
        private final byte[] note;
        private boolean stored;
        private boolean alarmed;
        private int attempts;
        private Instant due = Instant.MIN;

        Pending(UnprovenHead head, byte[] note) {
            this.head = head;
            this.note = note;
        }
    }

    /** What is under way about one log. */
    private static final class Matter {
        private final List<Pending> pending = new ArrayList<>();
        private final Deque<TreeHead> proven = new ArrayDeque<>();
        private boolean asking;
        private Instant notBefore = Instant.MIN;
        private Instant wakeAt = Instant.MAX;
        private Schedule.Cancel cancel = () -> {};
    }

    private record Allowance(Instant until, int left) {}

    private final ExchangeContext context;
    private final Function<MemberId, PeerLog> logs;
    private final Map<String, Matter> matters = new HashMap<>();
    private final Map<MemberId, Allowance> allowances = new HashMap<>();

    /** @param logs what is held of a recognised member's log */
    HeadWatch(ExchangeContext context, Function<MemberId, PeerLog> logs) {
        this.context = context;
        this.logs = logs;
        try (Snapshot snapshot = context.world().store().snapshot()) {
            for (HeadTables.Told told : HeadTables.unproven(snapshot.sql())) {
                Pending pending = new Pending(told.head(), told.note());
                pending.stored = true;
                pending.attempts = 1;
                matter(told.head().origin()).pending.add(pending);
            }
        }
    }

    /** Takes up again what waited for its proof when the node ended. */
    void start() {
        List.copyOf(matters.keySet()).forEach(this::work);
    }

    /** Heads of a log that wait for their proof, for telling its owner. */
    List<Candidate> unprovenOf(String origin) {
        Matter matter = matters.get(origin);
        return matter == null
                ? List.of()
                : matter.pending.stream()
                        .map(pending -> new Candidate(origin, pending.head.head(), pending.note))
                        .toList();
    }

    /** Nothing of this log is asked any more: it is convicted, or its member has another. */
    void forget(String origin) {
        Matter matter = matters.remove(origin);
        if (matter != null) {
            matter.pending.forEach(this::drop);
        }
    }

    /** Takes heads that a peer told of. What is malformed, unknown, or held here already costs no signature check. */
    void heard(MemberId via, List<byte[]> notes) {
        if (notes.isEmpty()) {
            return;
        }
        Map<String, Peer> owners = new HashMap<>();
        context.directory().peers().stream().filter(Peer::recognised).forEach(peer -> owners.put(peer.origin(), peer));
        for (byte[] note : notes) {
            try {
                hear(via, SignedCheckpoint.parse(note), owners);
            } catch (LogException e) {
                LOG.debug("{} tells of a head that cannot be read: {}", via, e.getMessage());
            }
        }
    }

    private void hear(MemberId via, SignedCheckpoint note, Map<String, Peer> owners) {
        String origin = note.checkpoint().origin();
        if (origin.equals(context.origin())) {
            if (isAllowed(via)) {
                context.own().shown(via, note.encode());
            }
            return;
        }
        Peer owner = owners.get(origin);
        if (owner == null
                || context.forks().isForked(origin)
                || isKnown(owner, note.checkpoint().head())) {
            return;
        }
        if (!isAllowed(via)) {
            LOG.debug("{} tells of more heads than are looked at within an hour", via);
            return;
        }
        context.world().crew().lift(() -> owner.policy().verify(note), outcome -> {
            switch (outcome) {
                case Outcome.Done<VerifiedCheckpoint>(VerifiedCheckpoint checkpoint) ->
                    judge(new Heard(owner, via, checkpoint));
                case Outcome.Failed<VerifiedCheckpoint>(Exception cause) ->
                    LOG.debug("{} tells of a head of {} that does not hold: {}", via, origin, cause.getMessage());
            }
        });
    }

    /**
     * Whether a verified head belongs to the log as it is known here. One that is not known yet is treated as told by {@code via}: it
     * may convict the log, and its owner is asked for the proof, so that a later question may have another answer.
     */
    boolean belongs(Peer owner, MemberId via, VerifiedCheckpoint checkpoint) {
        judge(new Heard(owner, via, checkpoint));
        Matter matter = matters.get(owner.origin());
        boolean doubtful = matter != null && matter.pending.stream().anyMatch(pending -> pending.stored);
        boolean waits = matter != null
                && matter.pending.stream()
                        .anyMatch(pending -> pending.head.head().equals(checkpoint.head()));
        return !context.forks().isForked(owner.origin()) && !doubtful && !waits && isKnown(owner, checkpoint.head());
    }

    private boolean isAllowed(MemberId via) {
        Instant now = context.world().clock().instant();
        Allowance running = allowances.get(via);
        Allowance allowance = running == null || !now.isBefore(running.until())
                ? new Allowance(now.plus(Duration.ofHours(1)), ALLOWANCE)
                : running;
        if (allowance.left() == 0) {
            return false;
        }
        allowances.put(via, new Allowance(allowance.until(), allowance.left() - 1));
        return true;
    }

    private boolean isKnown(Peer owner, TreeHead head) {
        PeerLog log = logs.apply(owner.member());
        Matter matter = matters.get(owner.origin());
        return head.size() == 0
                || log.held(InboxTables.Strand.PARCELS).head().equals(head)
                || log.held(InboxTables.Strand.ANSWERS).head().equals(head)
                || (matter != null
                        && (matter.proven.contains(head)
                                || matter.pending.stream()
                                        .anyMatch(known -> known.head.head().equals(head))));
    }

    /** On the node's thread, with verified signatures: contradiction, or a matter for the owner to prove. */
    private void judge(Heard heard) {
        Peer owner = heard.owner();
        TreeHead head = heard.checkpoint().head();
        if (context.forks().isForked(owner.origin()) || isKnown(owner, head)) {
            return;
        }
        Matter matter = matter(owner.origin());
        try {
            logs.apply(owner.member()).compare(heard.checkpoint());
            for (Pending known : matter.pending) {
                new HeldHead(known.head.head(), known.note)
                        .contradictedBy(heard.checkpoint(), ConsistencyProof.NONE)
                        .filter(_ -> known.head.head().size() == head.size())
                        .ifPresent(evidence -> context.forks().convict(owner, evidence));
            }
        } catch (PeerLog.Forked e) {
            context.forks().convict(owner, e.evidence());
        }
        if (!context.forks().isForked(owner.origin()) && matter.pending.size() < MOST_PENDING) {
            Instant now = context.world().clock().instant();
            UnprovenHead unproven = new UnprovenHead(owner.member(), owner.origin(), head, heard.via(), now);
            matter.pending.add(new Pending(unproven, heard.checkpoint().signed().encode()));
            work(owner.origin());
        }
    }

    private Matter matter(String origin) {
        return matters.computeIfAbsent(origin, log -> new Matter());
    }

    /** Asks the owner for the next proof that is due. */
    private void work(String origin) {
        Matter matter = matters.get(origin);
        if (matter == null || matter.asking || matter.pending.isEmpty()) {
            return;
        }
        Instant now = context.world().clock().instant();
        Pending next = matter.pending.stream()
                .min(Comparator.comparing((Pending pending) -> pending.due))
                .orElseThrow();
        Instant due = next.due.isAfter(matter.notBefore) ? next.due : matter.notBefore;
        if (now.isBefore(due)) {
            wakeAt(origin, matter, due);
            return;
        }
        Optional<Peer> owner = context.directory()
                .peer(next.head.member())
                .filter(Peer::recognised)
                .filter(peer -> peer.origin().equals(origin));
        if (owner.isEmpty() || context.forks().isForked(origin)) {
            forget(origin);
            return;
        }
        ask(owner.get(), matter, next, now);
    }

    private void wakeAt(String origin, Matter matter, Instant due) {
        if (due.isBefore(matter.wakeAt)) {
            matter.cancel.cancel();
            matter.wakeAt = due;
            matter.cancel = context.world().schedule().at(due, () -> {
                matter.wakeAt = Instant.MAX;
                work(origin);
            });
        }
    }

    private void ask(Peer owner, Matter matter, Pending pending, Instant now) {
        HeldHead held = base(owner);
        HeldHead shown = new HeldHead(pending.head.head(), pending.note);
        boolean larger = shown.head().size() > held.head().size();
        HeadProof proof = larger ? new HeadProof(held, shown) : new HeadProof(shown, held);
        matter.asking = true;
        matter.notBefore = now.plus(OWNER_PAUSE);
        pending.attempts++;
        pending.due = now.plus(pending.attempts == 1 ? FIRST_RETRY : RETRY);
        context.world().peers().ask(owner.address(), PeerCall.get(proof.path()), outcome -> {
            matter.asking = false;
            answered(owner, matter, pending, proof, outcome);
            work(owner.origin());
        });
    }

    /** What is held of a log: before anything came from its owner, the checkpoint of its card. */
    private HeldHead base(Peer owner) {
        HeldHead held = logs.apply(owner.member()).newest();
        SignedCheckpoint onCard = owner.nodeCard().checkpoint();
        return held.head().size() > 0 ? held : new HeldHead(onCard.checkpoint().head(), onCard.encode());
    }

    private void answered(Peer owner, Matter matter, Pending pending, HeadProof proof, Outcome<PeerAnswer> outcome) {
        try {
            if (proof.isProven(owner.policy(), outcome)) {
                matter.pending.remove(pending);
                drop(pending);
                matter.proven.addLast(pending.head.head());
                if (matter.proven.size() > REMEMBERED) {
                    matter.proven.removeFirst();
                }
                return;
            }
        } catch (PeerLog.Forked e) {
            context.forks().convict(owner, e.evidence());
            return;
        } catch (LogException e) {
            LOG.warn(
                    "{} could not show how its head of size {} belongs to the one held here: {}",
                    owner.member(),
                    pending.head.head().size(),
                    e.getMessage());
        }
        store(pending);
        Instant since = pending.head.since();
        if (!pending.alarmed && !context.world().clock().instant().isBefore(since.plus(PATIENCE))) {
            pending.alarmed = true;
            context.alarms()
                    .raise(
                            owner.member(),
                            "a head of " + owner.origin() + " of size "
                                    + pending.head.head().size() + " that "
                                    + pending.head.via() + " told of is unproven for a day: " + owner.member()
                                    + " did not show that it belongs to its log as it is known here");
        }
    }

    private void store(Pending pending) {
        if (!pending.stored) {
            pending.stored = true;
            context.ledger().submit(Source.NODE, turn -> {
                HeadTables.insert(turn.sql(), new HeadTables.Told(pending.head, pending.note));
                return true;
            });
        }
    }

    private void drop(Pending pending) {
        if (pending.stored) {
            pending.stored = false;
            context.ledger().submit(Source.NODE, turn -> {
                HeadTables.delete(turn.sql(), pending.head);
                return true;
            });
        }
    }
}

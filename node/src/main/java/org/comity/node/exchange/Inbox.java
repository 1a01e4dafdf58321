package org.comity.node.exchange;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.comity.node.directory.Peer;
import org.comity.node.exchange.InboxTables.HeldHead;
import org.comity.node.exchange.InboxTables.Strand;
import org.comity.node.ledger.Refused;
import org.comity.node.ledger.Source;
import org.comity.node.record.Lane;
import org.comity.node.record.MemberId;
import org.comity.node.store.Snapshot;
import org.comity.node.world.Outcome;
import org.comity.node.world.PeerAnswer;
import org.comity.tlog.ConsistencyProof;
import org.comity.tlog.LogException;
import org.comity.tlog.TreeHead;

/**
 * Takes the parcels of one peer, in the order of their chain, and answers each with receipts. On the node's thread.
 *
 * <p>A parcel that fails a check changes nothing. Its messages are taken as the longest good prefix of each lane; the answer carries
 * those receipts and names the first message that was not taken. What is authentic and next in sequence is always stored, whatever it
 * says.
 *
 * <p><b>A number seen before</b> with the same entry gets its first receipt again, under whatever checkpoint is newest. With another
 * entry it is a contradiction: two messages under one number, both in the sender's log.
 */
final class Inbox {

    /** A parcel that is open, and where its answer goes. */
    private record Arrived(OpenedParcel opened, List<Carried.Base> bases, Consumer<PeerAnswer> back) {

        /** A parcel that came in no conversation: by mail, on a stick, or fetched. */
        boolean isCarried() {
            return !bases.isEmpty();
        }
    }

    private final ExchangeContext context;
    private final MemberId peer;
    private final PeerLog log;
    private final InboxWriter writer;
    private final Heads heads;
    private final Map<Lane, Long> next = new EnumMap<>(Lane.class);
    private final Map<Long, Arrived> early = new HashMap<>();
    private long chainId = -1;
    private long nextNumber;
    private long answersFrom;

    Inbox(ExchangeContext context, MemberId peer, PeerLog log, InboxWriter writer, Heads heads) {
        this.context = context;
        this.peer = peer;
        this.log = log;
        this.writer = writer;
        this.heads = heads;
        try (Snapshot snapshot = context.world().store().snapshot()) {
            for (Lane lane : List.of(Lane.URGENT, Lane.ORDINARY, Lane.PUBLIC)) {
                next.put(lane, InboxTables.next(snapshot.sql(), log.origin(), lane));
            }
        }
    }

    /** What this node holds of the peer, for the start of a chain. */
    Hello hello() {
        HeldHead held = log.held(Strand.PARCELS);
        Optional<byte[]> note = held.head().size() == 0 ? Optional.empty() : Optional.of(held.note());
        return new Hello(
                context.realm(),
                note,
                new TreeMap<>(next),
                context.world().clock().millis(),
                Limits.VERSION,
                log.origin(),
                context.directory().own().map(own -> own.root().revision()).orElse(0L));
    }

    /** A parcel as it came over the wire. One that was announced as urgent may hold nothing else: it came in under a quota of its own. */
    void parcel(Peer from, byte[] file, boolean urgent, Consumer<PeerAnswer> back) {
        var reader = new ParcelReader.Reader(
                context.realm(),
                context.me(),
                peer,
                from.policy(),
                context.parcelKeys().get());
        context.world()
                .crew()
                .lift(
                        () -> urgent ? ParcelReader.openUrgent(file, reader) : ParcelReader.open(file, reader),
                        outcome -> {
                            switch (outcome) {
                                case Outcome.Done<OpenedParcel>(OpenedParcel opened) ->
                                    arrived(new Arrived(opened, List.of(), back));
                                case Outcome.Failed<OpenedParcel>(Exception cause) -> refuse(cause, back);
                            }
                        });
    }

    /**
     * Takes a parcel that came on a road without a conversation, in any order and repeatedly.
     *
     * @param bases heads from which it proves its own, since its sender could not know which of them is held here
     */
    void carried(OpenedParcel opened, List<Carried.Base> bases, Consumer<PeerAnswer> back) {
        take(new Arrived(opened, bases, back));
    }

    private void refuse(Exception cause, Consumer<PeerAnswer> back) {
        if (cause instanceof ParcelRefused refused) {
            if (refused.problem().type() == Problem.Type.IDENTITY_MISMATCH) {
                context.alarms()
                        .raise(
                                peer,
                                "a parcel over the connection of " + peer + " was refused: " + refused.getMessage());
            }
            back.accept(refused.problem().toAnswer());
        } else {
            context.alarms().raise(peer, "a parcel of " + peer + " made the reader fail: " + cause);
            back.accept(Problem.of(Problem.Type.PARCEL_UNREADABLE, "the parcel cannot be read")
                    .toAnswer());
        }
    }

    private void arrived(Arrived arrived) {
        Chain chain = arrived.opened().parcel().chain();
        if (chain.number() == 0 && chain.id() != chainId) {
            early.values().forEach(this::sendBack);
            early.clear();
            chainId = chain.id();
            nextNumber = 0;
            answersFrom = chain.heldOfYours();
        }
        if (chain.id() != chainId
                || chain.number() < nextNumber
                || chain.number() > nextNumber + Limits.EARLY_PARCELS) {
            sendBack(arrived);
            return;
        }
        Arrived twin = early.put(chain.number(), arrived);
        if (twin != null) {
            sendBack(twin);
        }
        Arrived turn;
        while ((turn = early.remove(nextNumber)) != null) {
            nextNumber++;
            take(turn);
        }
    }

    /** Out of its place in the chain: the sender asks what is held and starts another. */
    private void sendBack(Arrived arrived) {
        arrived.back()
                .accept(headProblem(Problem.Type.HEAD_UNKNOWN, "the parcel does not continue the chain of parcels")
                        .toAnswer());
    }

    private Problem headProblem(Problem.Type type, String detail) {
        HeldHead held = log.held(Strand.PARCELS);
        Problem problem = Problem.of(type, detail);
        return held.head().size() == 0 ? problem : problem.withHeld(held.note());
    }

    private void take(Arrived arrived) {
        Optional<Problem> problem = arrived.isCarried() ? extendFromBases(arrived) : extendHead(arrived.opened());
        if (problem.isPresent()) {
            chainId = arrived.isCarried() ? chainId : -1;
            arrived.back().accept(problem.get().toAnswer());
            return;
        }
        heads.watch().heard(peer, arrived.opened().parcel().foreignHeads());
        Sorted sorted = sort(arrived.opened());
        sorted.fresh().forEach(item -> next.put(item.lane(), item.sequence() + 1));
        if (sorted.stopped().isPresent()) {
            stopped(sorted.stopped().get());
        }
        store(arrived.opened(), sorted.fresh()).whenComplete((receipts, failure) -> {
            if (failure != null) {
                forget();
                arrived.back().accept(notNow(failure).toAnswer());
            } else {
                List<Long> all = new ArrayList<>(sorted.known());
                all.addAll(receipts);
                answer(arrived, all, sorted.stopped());
            }
        });
    }

    private CompletionStage<List<Long>> store(OpenedParcel opened, List<Item> fresh) {
        Source source = new Source("peer:" + peer);
        if (!writer.isCareful() || fresh.isEmpty()) {
            return context.ledger().submit(source, turn -> writer.write(turn, opened, fresh));
        }
        CompletionStage<List<Long>> receipts = CompletableFuture.completedFuture(List.of());
        for (Item item : fresh) {
            receipts = receipts.thenCompose(sofar -> context.ledger()
                    .submit(source, turn -> writer.countAttempt(turn, peer, item))
                    .thenCompose(counted ->
                            context.ledger().submit(source, turn -> writer.write(turn, opened, List.of(item))))
                    .thenApply(one -> {
                        List<Long> grown = new ArrayList<>(sofar);
                        grown.addAll(one);
                        return grown;
                    }));
        }
        return receipts;
    }

    private Optional<Problem> extendHead(OpenedParcel opened) {
        Parcel parcel = opened.parcel();
        long held = log.held(Strand.PARCELS).head().size();
        long shown = opened.checkpoint().head().size();
        if (parcel.heldSize() != held) {
            return Optional.of(headProblem(
                    shown < held ? Problem.Type.HEAD_NEWER : Problem.Type.HEAD_UNKNOWN,
                    "the parcel's proof starts at size " + parcel.heldSize() + ", held is " + held));
        }
        if (answersFrom > context.ledger().committed().size()) {
            return Optional.of(Problem.of(
                    Problem.Type.HEAD_UNKNOWN,
                    "the parcel says it holds " + answersFrom + " leaves of this log, which has "
                            + context.ledger().committed().size()));
        }
        return advance(opened, parcel.consistency());
    }

    /** A head older than the held one is no news, and whatever came with it must be known. */
    private Optional<Problem> extendFromBases(Arrived arrived) {
        TreeHead held = log.held(Strand.PARCELS).head();
        TreeHead shown = arrived.opened().checkpoint().head();
        long heldOfOurs = arrived.opened().parcel().chain().heldOfYours();
        if (heldOfOurs
                > context.ledger()
                        .released()
                        .map(note -> note.checkpoint().head().size())
                        .orElse(0L)) {
            return Optional.of(headProblem(
                    Problem.Type.HEAD_UNKNOWN, "the parcel says it holds " + heldOfOurs + " leaves of this log"));
        }
        Optional<Carried.Base> base = arrived.bases().stream()
                .filter(known -> known.size() == held.size())
                .findFirst();
        if (shown.size() > held.size() && base.isPresent()) {
            return advance(arrived.opened(), base.get().proof());
        }
        boolean allKnown = arrived.opened().parcel().items().stream()
                .allMatch(item -> item.sequence() < next.getOrDefault(item.lane(), 1L));
        if (shown.equals(held) || (shown.size() < held.size() && allKnown)) {
            return Optional.empty();
        }
        return Optional.of(headProblem(
                shown.size() < held.size() ? Problem.Type.HEAD_NEWER : Problem.Type.HEAD_UNKNOWN,
                "held is size " + held.size() + ", and the parcel does not lead from there to its size " + shown.size()
                        + ": have it exported again"));
    }

    private Optional<Problem> advance(OpenedParcel opened, ConsistencyProof proof) {
        try {
            log.advance(Strand.PARCELS, opened.checkpoint(), proof);
            return Optional.empty();
        } catch (PeerLog.Forked e) {
            context.forks().convict(peer, e.evidence());
            return Optional.of(Problem.forked(e.evidence()));
        } catch (LogException e) {
            return Optional.of(Problem.of(Problem.Type.PROOF_WRONG, String.valueOf(e.getMessage())));
        }
    }

    /**
     * @param fresh next in their lanes, in order
     * @param known receipts of messages that were stored before
     * @param stopped the first message that cannot be taken; its lane stops there, the others go on
     */
    private record Sorted(List<Item> fresh, List<Long> known, Optional<Answer.Stopped> stopped) {}

    private Sorted sort(OpenedParcel opened) {
        List<Item> items = new ArrayList<>(opened.parcel().items());
        items.sort(Comparator.comparing(Item::lane).thenComparingLong(Item::sequence));
        List<Item> fresh = new ArrayList<>(items.size());
        List<Long> known = new ArrayList<>();
        Map<Lane, Long> expected = new EnumMap<>(next);
        Map<Lane, Long> lastIndex = new EnumMap<>(Lane.class);
        Map<Lane, Answer.Stopped> stopped = new EnumMap<>(Lane.class);
        try (Snapshot snapshot = context.world().store().snapshot()) {
            for (Item item : items) {
                if (stopped.containsKey(item.lane())) {
                    continue;
                }
                Optional<Problem.Type> problem = Optional.empty();
                long due = expected.getOrDefault(item.lane(), 1L);
                if (item.index() <= lastIndex.getOrDefault(item.lane(), -1L)) {
                    problem = Optional.of(Problem.Type.PROOF_WRONG);
                } else if (item.sequence() > due) {
                    problem = Optional.of(Problem.Type.SEQUENCE_GAP);
                } else if (item.sequence() == due) {
                    fresh.add(item);
                    expected.put(item.lane(), due + 1);
                } else {
                    Optional<InboxTables.Stored> stored =
                            InboxTables.stored(snapshot.sql(), log.origin(), item.lane(), item.sequence());
                    if (stored.isEmpty()) {
                        problem = Optional.of(Problem.Type.BUSY);
                    } else if (stored.get().entry().equals(item.entry())) {
                        known.add(stored.get().received());
                    } else {
                        problem = Optional.of(Problem.Type.SEQUENCE_CONFLICT);
                    }
                }
                lastIndex.put(item.lane(), item.index());
                problem.ifPresent(
                        why -> stopped.put(item.lane(), new Answer.Stopped(item.lane(), item.sequence(), why)));
            }
        }
        return new Sorted(fresh, known, stopped.values().stream().findFirst());
    }

    private void stopped(Answer.Stopped stopped) {
        if (stopped.problem() == Problem.Type.SEQUENCE_CONFLICT || stopped.problem() == Problem.Type.PROOF_WRONG) {
            context.alarms()
                    .raise(
                            peer,
                            peer + " sent under lane " + stopped.lane().number() + ", sequence " + stopped.sequence()
                                    + " what cannot be taken: "
                                    + stopped.problem().slug());
        }
    }

    private void answer(Arrived arrived, List<Long> receipts, Optional<Answer.Stopped> stopped) {
        var checkpoint = context.ledger().released().orElseThrow();
        Chain chain = arrived.opened().parcel().chain();
        long from = arrived.isCarried() ? chain.heldOfYours() : answersFrom;
        boolean sameChain = !arrived.isCarried() && chain.id() == chainId;
        if (sameChain) {
            answersFrom = checkpoint.checkpoint().head().size();
        }
        List<byte[]> told = context.directory()
                .peer(peer)
                .map(known -> heads.telling()
                        .forAnswer(peer, known.origin(), context.world().clock().instant()))
                .orElse(List.of());
        var plan = new AnswerBuilder.Plan(checkpoint, from, receipts, new TreeMap<>(next), stopped, told);
        context.world().crew().lift(() -> AnswerBuilder.build(context, plan), outcome -> {
            switch (outcome) {
                case Outcome.Done<byte[]>(byte[] body) ->
                    arrived.back().accept(PeerAnswer.of(200, Answer.MEDIA_TYPE, body));
                case Outcome.Failed<byte[]>(Exception cause) -> {
                    context.alarms().raise(peer, "receipts for " + peer + " could not be built: " + cause);
                    arrived.back()
                            .accept(Problem.of(Problem.Type.BUSY, "the receipts could not be built")
                                    .toAnswer());
                }
            }
        });
    }

    /** After a commit that failed, memory may be ahead of the database: read it again. */
    private void forget() {
        chainId = -1;
        try (Snapshot snapshot = context.world().store().snapshot()) {
            next.replaceAll((lane, sequence) -> InboxTables.next(snapshot.sql(), log.origin(), lane));
            log.reload(snapshot.sql(), Strand.PARCELS);
        }
    }

    private static Problem notNow(Throwable failure) {
        if (failure instanceof Refused refused && refused.code() == Refused.Code.STOPPED) {
            return Problem.of(Problem.Type.STOPPED, "the node has stopped").retryAfter(60);
        }
        return Problem.of(Problem.Type.BUSY, "the node cannot take the parcel now")
                .retryAfter(1);
    }
}

package org.comity.node.exchange;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.comity.age.Age;
import org.comity.node.directory.Peer;
import org.comity.node.exchange.InboxTables.Strand;
import org.comity.node.exchange.OutboxTables.Waiting;
import org.comity.node.exchange.ReceiptsReader.OpenedAnswer;
import org.comity.node.exchange.ReceiptsReader.Receipt;
import org.comity.node.ledger.Refused;
import org.comity.node.ledger.Source;
import org.comity.node.record.MemberId;
import org.comity.node.store.Snapshot;
import org.comity.node.store.Sql;
import org.comity.node.world.Outcome;
import org.comity.node.world.PeerAnswer;
import org.comity.tlog.Hash;
import org.comity.tlog.LogException;
import org.comity.tlog.SignedCheckpoint;
import org.comity.tlog.Tree;
import org.comity.tlog.TreeHead;

/**
 * The roads without a conversation: parcels and receipts as files, for mail or a stick, and for nodes that only call out.
 *
 * <p>A file holds what waits for a member at the moment it is written, whatever else is under way; it may arrive late, twice, or after a
 * later one. Nothing goes wrong by that: numbers seen before get their first receipts again, and the parcel proves its head from every
 * head that the member may hold by then. Receipts come back the same way. Files and the direct road mix in one stream, each message
 * counted once.
 */
final class Carriage {

    /** Heads shown to a member that are remembered as starting points of proofs. */
    private static final int REMEMBERED_HEADS = Carried.MOST_BASES - 2;

    private final ExchangeContext context;
    private final Greetings greetings;
    private final ReceiptKeeper keeper;
    private final Function<MemberId, Inbox> inboxes;
    private final Function<MemberId, PeerLog> logs;
    private final Function<MemberId, Courier> couriers;

    Carriage(
            ExchangeContext context,
            Greetings greetings,
            ReceiptKeeper keeper,
            Function<MemberId, Inbox> inboxes,
            Function<MemberId, PeerLog> logs,
            Function<MemberId, Courier> couriers) {
        this.context = context;
        this.greetings = greetings;
        this.keeper = keeper;
        this.inboxes = inboxes;
        this.logs = logs;
        this.couriers = couriers;
    }

    /**
     * Writes what waits for a member into one file; the rest goes into the next. Completes empty when nothing waits.
     *
     * @return fails with {@link Refused} when the member is not recognised, or this node may not show its log yet
     */
    CompletionStage<Optional<byte[]>> export(MemberId member) {
        Optional<Peer> peer = context.directory().peer(member).filter(Peer::recognised);
        Optional<SignedCheckpoint> released = context.ledger().released();
        if (peer.isEmpty() || released.isEmpty()) {
            return CompletableFuture.failedFuture(
                    peer.isEmpty()
                            ? new Refused(
                                    Refused.Code.NOT_ALLOWED,
                                    member + " is not a member that this node recognises",
                                    "admit its card first: comity member admit CARD")
                            : new Refused(
                                    Refused.Code.STARTING,
                                    "no head is signed yet since the start",
                                    "try again in a moment"));
        }
        long size = released.get().checkpoint().head().size();
        List<Waiting> messages = new ArrayList<>();
        TreeSet<Long> bases = new TreeSet<>(List.of(0L));
        try (Snapshot snapshot = context.world().store().snapshot()) {
            Waitings waiting = Waitings.load(snapshot.sql(), member);
            messages.addAll(waiting.takeUrgent(snapshot.sql(), member, size));
            messages.addAll(waiting.take(
                    snapshot.sql(), member, size, Math.max(1, Limits.PARCEL_FILL_ITEMS - messages.size())));
            bases.addAll(shown(snapshot.sql(), member, size));
        }
        if (messages.isEmpty()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        long heldOfTheirs = logs.apply(member).held(Strand.ANSWERS).head().size();
        Chain chain = new Chain(context.world().entropy().below(Long.MAX_VALUE), 0, heldOfTheirs);
        Flight flight = new Flight(chain, TreeHead.EMPTY, released.get(), messages, false);
        byte[] hello = greetings.own(member).encode();
        CompletableFuture<Optional<byte[]>> file = new CompletableFuture<>();
        context.world().crew().lift(() -> seal(flight, peer.get(), bases, hello), outcome -> {
            switch (outcome) {
                case Outcome.Done<byte[]>(byte[] sealed) ->
                    remember(member, size).whenComplete((done, failure) -> {
                        if (failure == null) {
                            file.complete(Optional.of(sealed));
                        } else {
                            file.completeExceptionally(failure);
                        }
                    });
                case Outcome.Failed<byte[]>(Exception cause) -> file.completeExceptionally(cause);
            }
        });
        return file;
    }

    private byte[] seal(Flight flight, Peer peer, Set<Long> bases, byte[] hello) {
        Map<Long, Hash> entries = new HashMap<>();
        Parcel parcel = ParcelBuilder.gather(context, flight, peer.member(), entries);
        Tree tree = new Tree(
                context.ledger().tiles(),
                flight.checkpoint().checkpoint().head().size());
        List<Carried.Base> proofs = bases.stream()
                .map(size -> new Carried.Base(size, tree.consistency(size)))
                .toList();
        return seal(
                new Carried(Carried.Kind.PARCEL, context.me(), ParcelWriter.plaintext(parcel), proofs, hello), peer);
    }

    private byte[] seal(Carried carried, Peer peer) {
        return Age.seal(
                List.of(peer.parcelRecipient()),
                carried.encode(),
                context.world().entropy()::fill);
    }

    /** Heads of ours that the member was shown, or said it holds. */
    private List<Long> shown(Sql sql, MemberId member, long upTo) {
        return sql.list(
                "SELECT size FROM exchange_shown WHERE peer = ? AND origin = ? AND size <= ? ORDER BY size DESC LIMIT ?",
                row -> row.number(0),
                member.code(),
                context.origin(),
                upTo,
                REMEMBERED_HEADS);
    }

    private CompletionStage<Integer> remember(MemberId member, long size) {
        return context.ledger()
                .submit(
                        new Source("peer:" + member),
                        turn -> OutboxTables.shown(turn.sql(), member, context.origin(), size));
    }

    /**
     * Takes a file of either kind.
     *
     * @return fails with {@link ParcelRefused} when it is not for this node, or does not verify
     */
    CompletionStage<CarriedFile> take(byte[] file) {
        CompletableFuture<CarriedFile> taken = new CompletableFuture<>();
        context.world()
                .crew()
                .lift(
                        () -> Carried.decode(
                                ParcelReader.unseal(file, context.parcelKeys().get())),
                        outcome -> {
                            switch (outcome) {
                                case Outcome.Done<Carried>(Carried carried) -> opened(carried, taken);
                                case Outcome.Failed<Carried>(Exception cause) -> taken.completeExceptionally(cause);
                            }
                        });
        return taken;
    }

    private void opened(Carried carried, CompletableFuture<CarriedFile> taken) {
        try {
            Peer peer = context.directory()
                    .peer(carried.from())
                    .filter(Peer::recognised)
                    .orElseThrow(() -> ParcelRefused.of(
                            Problem.Type.NOT_RECOGNISED, carried.from() + " is not recognised by " + context.me()));
            if (context.ledger().frozen().isPresent()) {
                throw ParcelRefused.of(Problem.Type.STOPPED, "the log of this node is frozen");
            }
            context.forks().of(peer.origin()).ifPresent(fork -> {
                throw new ParcelRefused(Problem.forked(fork.evidence()), new IllegalStateException(fork.sentence()));
            });
            if (carried.kind() == Carried.Kind.PARCEL) {
                parcel(carried, peer, taken);
            } else {
                receipts(carried, peer, taken);
            }
        } catch (ParcelRefused | LogException | PeerLog.Forked e) {
            taken.completeExceptionally(e);
        }
    }

    private void parcel(Carried carried, Peer peer, CompletableFuture<CarriedFile> taken) {
        var reader = new ParcelReader.Reader(context.realm(), context.me(), peer.member(), peer.policy(), List.of());
        OpenedParcel opened = ParcelReader.read(carried.content(), reader);
        lookAtOwnName(peer, carried);
        int messages = opened.parcel().items().size();
        inboxes.apply(peer.member()).carried(opened, carried.bases(), answer -> {
            if (answer.status() == 200) {
                taken.complete(new CarriedFile(peer.member(), messages, Optional.of(sealReceipts(peer, answer))));
            } else {
                taken.completeExceptionally(
                        ParcelRefused.of(Problem.slugOf(answer).orElse(Problem.Type.BUSY), Problem.describe(answer)));
            }
        });
    }

    private byte[] sealReceipts(Peer peer, PeerAnswer answer) {
        return seal(
                new Carried(
                        Carried.Kind.RECEIPTS,
                        context.me(),
                        answer.body(),
                        List.of(),
                        greetings.own(peer.member()).encode()),
                peer);
    }

    private void receipts(Carried carried, Peer peer, CompletableFuture<CarriedFile> taken) throws PeerLog.Forked {
        MemberId from = peer.member();
        OpenedAnswer opened =
                ReceiptsReader.open(carried.content(), context.realm(), context.me(), from, peer.policy());
        lookAtOwnName(peer, carried);
        try (Snapshot snapshot = context.world().store().snapshot()) {
            for (Receipt receipt : opened.receipts()) {
                requireOurs(snapshot.sql(), from, receipt);
            }
        }
        PeerLog log = logs.apply(from);
        TreeHead held = log.held(Strand.ANSWERS).head();
        TreeHead shown = opened.checkpoint().head();
        if (opened.answer().baseSize() == held.size()) {
            log.advance(Strand.ANSWERS, opened.checkpoint(), opened.answer().consistency());
        } else if (!shown.equals(held)) {
            throw ParcelRefused.of(
                    Problem.Type.HEAD_UNKNOWN,
                    "the receipts lead from size " + opened.answer().baseSize() + " to " + shown.size()
                            + " of the log of "
                            + from + ", of which size " + held.size()
                            + " is held: another road was faster. What still lacks its receipt is exported again");
        }
        keeper.keep(from, opened).whenComplete((kept, failure) -> {
            if (failure == null) {
                couriers.apply(from).receiptedElsewhere();
                taken.complete(new CarriedFile(from, opened.receipts().size(), Optional.empty()));
            } else {
                taken.completeExceptionally(failure);
            }
        });
    }

    /**
     * What the writer holds of us. A file may be old, so it does not count as an answer in this run; but our own signature in it counts
     * whenever it comes.
     */
    private void lookAtOwnName(Peer peer, Carried carried) {
        Hello hello = Hello.decode(carried.hello());
        if (hello.about().equals(context.origin())) {
            hello.held().ifPresent(note -> context.own().shown(peer.member(), note));
        }
    }

    /** The same comparison as for a parcel in flight: place and entry must be those of our message. */
    private void requireOurs(Sql sql, MemberId from, Receipt receipt) {
        ReceivedBody body = receipt.body();
        Optional<Long> index = OutboxTables.indexOf(sql, from, body.lane(), body.sequence());
        Optional<Hash> entry = index.flatMap(at -> context.ledger().acts().entry(sql, at));
        if (!body.origin().equals(context.origin())
                || !index.equals(Optional.of(body.index()))
                || !entry.equals(Optional.of(body.entry()))) {
            throw ParcelRefused.of(
                    Problem.Type.SEQUENCE_CONFLICT,
                    "a receipt of " + from + " for lane " + body.lane().number() + ", sequence " + body.sequence()
                            + " is for another message than ours");
        }
    }
}

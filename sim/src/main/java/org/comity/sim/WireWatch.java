package org.comity.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.comity.age.Age;
import org.comity.node.directory.Peer;
import org.comity.node.record.MemberId;
import org.comity.node.store.Snapshot;
import org.comity.node.store.Sql;
import org.comity.node.world.PeerAnswer;
import org.comity.node.world.PeerCall;
import org.comity.sim.wire.WireAnswer;
import org.comity.sim.wire.WireHead;
import org.comity.sim.wire.WireHello;
import org.comity.sim.wire.WireItem;
import org.comity.sim.wire.WireParcel;
import org.comity.sim.wire.WireReceipt;
import org.comity.sim.wire.WireRecord;
import org.comity.tlog.AddCheckpointRequest;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.Hash;
import org.comity.tlog.LogException;
import org.comity.tlog.TreeHead;

/**
 * Reads everything that leaves an honest node, at the moment when it leaves, and compares it with that node's disk.
 *
 * <p>Nothing unsigned or uncommitted may leave: every checkpoint was committed, guarded and signed; every message and every receipt is
 * a leaf on the disk; a receipt names the very message of the parcel that it answers, and says of it what the inbox says.
 */
public final class WireWatch {

    /** After this long nothing of an erased content can still be under way inside the node. */
    private static final Duration ERASURE_TAKES = Duration.ofSeconds(30);

    /** After this long a node has surely noticed that it no longer recognises a member. */
    private static final Duration WITHDRAWAL_TAKES = Duration.ofMinutes(2);

    /** A call that somebody made, with the parcel in it if there is one that can be read. */
    record Seen(MemberId from, MemberId to, PeerCall call, Optional<WireParcel> parcel) {
        String line() {
            return from + " to " + to + ", " + call.method() + " " + call.path();
        }
    }

    private record Row(Hash entry, String recipient, long lane, long sequence, boolean hasContent) {}

    private final SimWorld world;
    private final Set<Hash> forbidden = new HashSet<>();
    private final Map<String, Long> arrived = new HashMap<>();
    private long parcels;
    private long receipts;

    WireWatch(SimWorld world) {
        this.world = world;
    }

    /** Parcels that honest nodes sent. */
    public long parcels() {
        return parcels;
    }

    /** Receipts that honest nodes gave, repeated ones too. */
    public long receipts() {
        return receipts;
    }

    /** A message with this entry may never be taken: whoever made it knows that something is wrong with it. */
    public void forbid(Hash entry) {
        forbidden.add(entry);
    }

    boolean isForbidden(Hash entry) {
        return forbidden.contains(entry);
    }

    /**
     * A call leaves its maker.
     *
     * @param own whether the node of {@code from} makes it itself, and not somebody with its keys
     */
    Seen calling(MemberId from, MemberId to, PeerCall call, boolean own) {
        Optional<WireParcel> parcel = isParcel(call) ? open(to, call.body()) : Optional.empty();
        Seen seen = new Seen(from, to, call, parcel);
        if (own) {
            checked(seen, () -> checkCall(world.node(from), seen));
        }
        return seen;
    }

    /** A call reached the one it was made to. */
    void arrived(Seen seen) {
        seen.parcel()
                .ifPresent(parcel -> parcel.items()
                        .forEach(item -> arrived.merge(
                                stream(seen.from(), seen.to(), item.lane()), item.sequence(), Math::max)));
    }

    /** An answer leaves the one who was called. */
    void answering(Seen seen, PeerAnswer answer) {
        if (answer.status() == 200) {
            world.honest(seen.to())
                    .filter(SimNode::isUp)
                    .ifPresent(node -> checked(seen, () -> checkAnswer(node, seen, answer)));
        }
    }

    private void checked(Seen seen, Runnable check) {
        try {
            check.run();
        } catch (RuntimeException e) {
            world.violation("what leaves on the line " + seen.line() + " cannot be read: " + e, e);
        }
    }

    private static boolean isParcel(PeerCall call) {
        return call.method().equals("POST") && call.path().startsWith("/peer/v1/parcels");
    }

    private Optional<WireParcel> open(MemberId to, byte[] file) {
        try {
            return Optional.of(WireParcel.decode(
                    Age.open(file, List.of(world.identity(to).keys().parcelIdentity()))));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    private void checkCall(SimNode node, Seen seen) {
        node.watch().released(node.ledger());
        if (seen.call().path().endsWith("/add-checkpoint")) {
            Checkpoint shown = witnessed(seen.call().body());
            node.watch().shows(shown.origin(), shown.head(), "to the witness of " + seen.to());
        } else if (isParcel(seen.call())) {
            checkParcel(node, seen);
        }
    }

    private static Checkpoint witnessed(byte[] body) {
        try {
            return AddCheckpointRequest.parse(body).checkpoint().checkpoint();
        } catch (LogException e) {
            throw new IllegalArgumentException("a submission to a witness that is none", e);
        }
    }

    private void checkParcel(SimNode node, Seen seen) {
        WireParcel parcel = seen.parcel().orElseThrow(() -> new IllegalArgumentException("no parcel"));
        parcels++;
        WireHead head = WireHead.of(parcel.checkpoint());
        node.watch().shows(head.origin(), new TreeHead(head.size(), head.root()), "in a parcel to " + seen.to());
        if (!parcel.recipient().equals(seen.to().code()) || !parcel.origin().equals(head.origin())) {
            world.violation(seen.line() + ": a parcel for " + parcel.recipient() + " of log " + parcel.origin());
        }
        try (Snapshot snapshot = node.disk().snapshot()) {
            for (WireItem item : parcel.items()) {
                Optional<Row> row = leaf(snapshot.sql(), item.index());
                boolean mine = row.isPresent()
                        && row.get().entry().equals(item.entry())
                        && row.get().lane() == item.lane()
                        && row.get().sequence() == item.sequence()
                        && (row.get().recipient().equals(seen.to().code())
                                || row.get().recipient().equals("*"));
                if (!mine || item.index() >= head.size()) {
                    world.violation(seen.line() + ": the parcel under size " + head.size() + " holds lane "
                            + item.lane() + ", sequence " + item.sequence() + ", index " + item.index() + ", entry "
                            + item.entry() + "; the log has " + row);
                }
                if (item.opened() && isLongErased(node, item.index())) {
                    world.violation(
                            seen.line() + ": the content at index " + item.index() + " leaves after its erasure");
                }
            }
        }
    }

    private boolean isLongErased(SimNode node, long index) {
        Instant now = world.clock().instant();
        return node.watch()
                .erasedAt(index)
                .map(at -> at.plus(ERASURE_TAKES).isBefore(now))
                .orElse(false);
    }

    private static Optional<Row> leaf(Sql sql, long index) {
        return sql.first(
                "SELECT entry, coalesce(recipient, ''), lane, seq, sealed IS NOT NULL FROM ledger_leaf WHERE idx = ?",
                r -> new Row(r.hash(0), r.text(1), r.number(2), r.number(3), r.number(4) == 1),
                index);
    }

    private void checkAnswer(SimNode node, Seen seen, PeerAnswer answer) {
        node.watch().released(node.ledger());
        if (seen.call().path().equals("/peer/v1/hello")) {
            checkNext(node, seen, WireHello.decode(answer.body()).next(), isCalm(node));
        } else if (isParcel(seen.call())) {
            checkRecognised(node, seen);
            WireAnswer body = WireAnswer.decode(answer.body());
            checkNext(node, seen, body.next(), false);
            checkReceipts(node, seen, body);
        } else if (seen.call().path().endsWith("/add-checkpoint")) {
            checkCosigned(node, witnessed(seen.call().body()));
        }
    }

    private void checkRecognised(SimNode node, Seen seen) {
        Instant noticed = world.clock().instant().minus(WITHDRAWAL_TAKES);
        Optional<Peer> peer = node.directory().peer(seen.from());
        if (peer.isEmpty() || (!peer.get().recognised() && peer.get().since().isBefore(noticed))) {
            world.violation(seen.line() + ": answered although " + seen.from() + " is not recognised");
        }
    }

    /**
     * What is expected next is never beyond what ever arrived, nor below what is stored.
     *
     * @param now whether it was read at this moment; an answer was built a while ago, and where commits fail the node reads its
     *     numbers again while others are still to come
     */
    private void checkNext(SimNode node, Seen seen, Map<Long, Long> next, boolean now) {
        try (Snapshot snapshot = node.disk().snapshot()) {
            next.forEach((lane, expected) -> {
                long stored = 1
                        + snapshot.sql()
                                .number(
                                        "SELECT coalesce(max(seq), 0) FROM exchange_inbox WHERE peer = ? AND lane = ?",
                                        seen.from().code(),
                                        lane);
                long most = 1 + arrived.getOrDefault(stream(seen.from(), seen.to(), lane), 0L);
                if ((expected < stored && now) || expected > Math.max(most, stored)) {
                    world.violation(seen.line() + ": the answer expects sequence " + expected + " in lane " + lane
                            + "; stored is up to " + (stored - 1) + ", arrived up to " + (most - 1));
                }
            });
        }
    }

    /** Whether no commit of this node ever failed and it handles whole parcels, so that its memory is never behind its disk. */
    private boolean isCalm(SimNode node) {
        return node.lives() == 1 && !world.hasStatementFaults();
    }

    private static String stream(MemberId from, MemberId to, long lane) {
        return from + ">" + to + "/" + lane;
    }

    private void checkReceipts(SimNode node, Seen seen, WireAnswer answer) {
        WireHead head = WireHead.of(answer.checkpoint());
        node.watch().shows(head.origin(), new TreeHead(head.size(), head.root()), "in an answer to " + seen.from());
        WireParcel parcel = seen.parcel()
                .orElseThrow(() -> new IllegalArgumentException("receipts for what is no readable parcel"));
        if (answer.stopped().isEmpty()
                && answer.receipts().size() != parcel.items().size()) {
            world.violation(seen.line() + ": " + answer.receipts().size() + " receipts for "
                    + parcel.items().size() + " messages, and no word on where it stopped");
        }
        answer.stopped()
                .ifPresent(stop -> node.note("stops the messages of " + seen.from() + " at lane " + stop.lane()
                        + ", sequence " + stop.sequence() + ": " + stop.problem()));
        try (Snapshot snapshot = node.disk().snapshot()) {
            for (WireItem receipt : answer.receipts()) {
                receipts++;
                checkReceipt(snapshot.sql(), seen, parcel, receipt, head.size());
                WireReceipt said =
                        WireReceipt.decode(WireRecord.decode(receipt.record()).body());
                if (answer.next().getOrDefault(said.lane(), 0L) <= said.sequence() && isCalm(node)) {
                    world.violation(seen.line() + ": receipts " + said + " and expects " + answer.next());
                }
            }
            long held = snapshot.sql()
                    .number(
                            "SELECT coalesce(max(size), 0) FROM exchange_head WHERE origin = ? AND strand = 'PARCELS'",
                            parcel.origin());
            long shown = WireHead.of(parcel.checkpoint()).size();
            if (held < shown) {
                world.violation(seen.line() + ": answered a parcel under size " + shown + ", held on disk is " + held);
            }
        }
    }

    private void checkReceipt(Sql sql, Seen seen, WireParcel parcel, WireItem receipt, long size) {
        Optional<Row> leaf = leaf(sql, receipt.index());
        WireRecord record = WireRecord.decode(receipt.record());
        WireReceipt said = WireReceipt.decode(record.body());
        boolean logged = leaf.isPresent()
                && leaf.get().entry().equals(receipt.entry())
                && receipt.index() < size
                && record.kind().equals("exchange.received")
                && record.sender().equals(seen.to().code())
                && record.recipient().equals(Optional.of(seen.from().code()));
        boolean asked = parcel.items().stream()
                .anyMatch(item -> item.lane() == said.lane()
                        && item.sequence() == said.sequence()
                        && item.index() == said.index()
                        && item.entry().equals(said.entry()));
        boolean stored = sql.number(
                        "SELECT count(*) FROM exchange_inbox WHERE peer = ? AND lane = ? AND seq = ? AND idx = ?"
                                + " AND entry = ? AND received = ? AND disposition = ?",
                        seen.from().code(),
                        said.lane(),
                        said.sequence(),
                        said.index(),
                        said.entry(),
                        receipt.index(),
                        said.disposition())
                == 1;
        if (!logged || !asked || !stored || !said.origin().equals(parcel.origin())) {
            world.violation(seen.line() + ": the receipt " + said + " is "
                    + (logged ? "" : "not a leaf of the receiver, ")
                    + (asked ? "" : "for no message of the parcel, ")
                    + (stored ? "" : "not what the inbox holds, ") + "or names another log");
        }
        if (forbidden.contains(said.entry())) {
            world.violation(seen.line() + ": receipted what had to be refused: " + said);
        }
    }

    private void checkCosigned(SimNode node, Checkpoint shown) {
        try (Snapshot snapshot = node.disk().snapshot()) {
            long size = snapshot.sql()
                    .number("SELECT coalesce(max(size), 0) FROM exchange_witnessed WHERE origin = ?", shown.origin());
            if (size < shown.head().size()) {
                world.violation(node.member() + " cosigned size " + shown.head().size() + " of " + shown.origin()
                        + " and remembers size " + size);
            }
        }
    }
}

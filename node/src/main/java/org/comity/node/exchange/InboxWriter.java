package org.comity.node.exchange;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.comity.node.cbor.CborWriter;
import org.comity.node.ledger.Logged;
import org.comity.node.ledger.LoggedActs;
import org.comity.node.ledger.Refused;
import org.comity.node.ledger.Turn;
import org.comity.node.record.Act;
import org.comity.node.record.Draft;
import org.comity.node.record.Kind;
import org.comity.node.record.Lane;
import org.comity.node.record.MalformedRecord;
import org.comity.node.record.MemberId;
import org.comity.node.record.Recipient;
import org.comity.node.record.Ref;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores the messages of a parcel, hands each to its capability, and logs their receipts: one work of one commit.
 *
 * <p><b>Poison.</b> Whatever is proven and next in sequence is stored raw and receipted; only its disposition differs. A handler runs
 * behind a savepoint, so what it throws undoes its own changes and nothing else.
 *
 * <p><b>A handler that kills the process</b> cannot be caught. After an unclean end the node is careful for a while: it counts each
 * attempt in a commit of its own before it handles a message, and sets a message aside after the third.
 */
final class InboxWriter {

    static final int MOST_ATTEMPTS = 3;

    /** Messages that are handled one by one after an unclean end. */
    static final int CAREFUL_MESSAGES = 1_000;

    static final String CASE_REL = "case";
    /** Says that a person opened the message it replies to: a fact of its own, beside the receipt. */
    static final Kind SEEN = new Kind("message.seen");

    static final String REPLY_REL = "in-reply-to";
    static final Kind WITHHELD = new Kind("exchange.withheld");
    static final Kind UNREADABLE = new Kind("exchange.unreadable");

    private static final Logger LOG = LoggerFactory.getLogger(InboxWriter.class);

    private record Verdict(Disposition disposition, Optional<String> code) {
        static Verdict of(Disposition disposition) {
            return new Verdict(disposition, Optional.empty());
        }
    }

    private final ExchangeContext context;
    private final Map<Kind, Receiver> receivers = new LinkedHashMap<>();
    private int carefulFor;

    InboxWriter(ExchangeContext context) {
        this.context = context;
    }

    void add(Receiver receiver) {
        for (Kind kind : receiver.kinds()) {
            if (receivers.put(kind, receiver) != null) {
                throw new IllegalArgumentException("two receivers take kind " + kind);
            }
        }
    }

    /** Capabilities by what they take. */
    Map<Kind, Receiver> receivers() {
        return Collections.unmodifiableMap(receivers);
    }

    /** The last end was unclean: perhaps a message did it. */
    void beCareful() {
        carefulFor = CAREFUL_MESSAGES;
    }

    boolean isCareful() {
        return carefulFor > 0;
    }

    /** Counts that a message is about to be handled; in a commit of its own, so that it survives what the handler may do. */
    long countAttempt(Turn turn, MemberId peer, Item item) {
        InboxTables.countAttempt(turn.sql(), peer, item);
        return InboxTables.attempts(turn.sql(), peer, item);
    }

    /**
     * Indices of the receipts, one for each item, in order.
     *
     * @throws Refused when a message before these is not stored: the commit that should have held it failed, or is still to come
     */
    List<Long> write(Turn turn, OpenedParcel opened, List<Item> items) throws Refused {
        MemberId peer = opened.from();
        Instant now = turn.now();
        requireNext(turn, opened.parcel().origin(), items);
        InboxTables.hold(
                turn.sql(),
                peer,
                InboxTables.Strand.PARCELS,
                opened.checkpoint().signed(),
                now.toEpochMilli());
        if (items.isEmpty()) {
            return List.of();
        }
        long parcel = keepProof(turn, opened, now);
        long log = InboxTables.log(turn.sql(), opened.parcel().origin(), peer);
        List<Long> receipts = new ArrayList<>(items.size());
        for (Item item : items) {
            receipts.add(take(turn, opened, log, parcel, item));
        }
        if (isCareful()) {
            items.forEach(item -> InboxTables.forgetAttempts(turn.sql(), peer, item));
            turn.afterCommit(() -> carefulFor = Math.max(0, carefulFor - items.size()));
        }
        return receipts;
    }

    /** The inbox sorts by what it has in memory, ahead of commits that may fail; a gap in the database would never heal. */
    private static void requireNext(Turn turn, String origin, List<Item> items) throws Refused {
        Map<Lane, Long> due = new EnumMap<>(Lane.class);
        for (Item item : items) {
            long next = due.computeIfAbsent(item.lane(), lane -> InboxTables.next(turn.sql(), origin, lane));
            if (item.sequence() != next) {
                throw new Refused(
                        Refused.Code.BUSY,
                        "lane " + item.lane().number() + " of " + origin + " is stored up to " + (next - 1)
                                + ", so sequence " + item.sequence() + " cannot be stored yet",
                        "send the messages before it again");
            }
            due.put(item.lane(), next + 1);
        }
    }

    /** The receiver cannot build this proof again later, so it stays: once a parcel, cut to one message on export. */
    private static long keepProof(Turn turn, OpenedParcel opened, Instant now) {
        CborWriter nodes = new CborWriter(1_024);
        ItemCodec.write(nodes, opened.parcel().proof());
        CborWriter covers = new CborWriter(1_024);
        covers.array(opened.parcel().items().size());
        for (Item item : opened.parcel().items()) {
            covers.array(2).uint(item.index()).bytes(item.entry().bytes());
        }
        return InboxTables.insertParcel(
                turn.sql(),
                opened.from(),
                opened.checkpoint().signed().encode(),
                nodes.toBytes(),
                covers.toBytes(),
                now.toEpochMilli());
    }

    private long take(Turn turn, OpenedParcel opened, long log, long parcel, Item item) {
        Optional<Act> act = parse(item);
        String caseId =
                act.map(known -> caseOf(turn, opened.from(), item, known)).orElse("in/" + opened.from());
        Verdict verdict = judge(turn, opened, item, act, caseId);
        if (verdict.disposition() == Disposition.ACCEPTED) {
            act.filter(known -> known.kind().equals(SEEN)).ifPresent(seen -> markSeen(turn, opened.from(), seen));
        }
        Logged receipt = turn.append(receipt(opened, item, verdict));
        Optional<byte[]> sealed = item instanceof Item.Opened content
                ? Optional.of(context.ledger()
                        .caseKeys()
                        .seal(turn, caseId, content.opening().toBytes()))
                : Optional.empty();
        InboxTables.insert(
                turn.sql(),
                new InboxTables.Row(
                        log,
                        opened.from(),
                        item,
                        act.map(Act::kind)
                                .orElse(item instanceof Item.Withheld ? WITHHELD : UNREADABLE)
                                .text(),
                        parcel,
                        receipt.index(),
                        verdict.disposition(),
                        caseId,
                        sealed,
                        turn.now().toEpochMilli()));
        return receipt.index();
    }

    private void markSeen(Turn turn, MemberId by, Act seen) {
        for (Ref ref : seen.refs()) {
            if (ref.rel().equals(REPLY_REL)) {
                OwnRefs.index(context, turn.sql(), ref)
                        .ifPresent(index -> OutboxTables.seen(
                                turn.sql(), by, index, turn.now().toEpochMilli()));
            }
        }
    }

    private static Optional<Act> parse(Item item) {
        if (!(item instanceof Item.Opened content)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Act.parse(content.opening().record()));
        } catch (MalformedRecord e) {
            LOG.debug("a record at index {} is malformed", item.index(), e);
            return Optional.empty();
        }
    }

    /** The case of the message it refers to; else one of its own if its capability opens cases; else the peer's general one. */
    private String caseOf(Turn turn, MemberId peer, Item item, Act act) {
        for (Ref ref : act.refs()) {
            if (ref.rel().equals(CASE_REL)) {
                LoggedActs own = context.ledger().acts();
                OptionalLong here = OwnRefs.index(context, turn.sql(), ref);
                Optional<String> known = here.isPresent()
                        ? own.caseOf(turn.sql(), here.getAsLong())
                        : InboxTables.caseOf(turn.sql(), ref.origin(), ref.index());
                if (known.isPresent()) {
                    return known.get();
                }
            }
        }
        Receiver receiver = receivers.get(act.kind());
        return receiver != null && receiver.opensCase(act.kind()) ? "in/" + peer + "/" + item.index() : "in/" + peer;
    }

    private Verdict judge(Turn turn, OpenedParcel opened, Item item, Optional<Act> parsed, String caseId) {
        if (item instanceof Item.Withheld) {
            return Verdict.of(Disposition.WITHHELD);
        }
        if (parsed.isEmpty()) {
            return new Verdict(Disposition.MALFORMED, Optional.of("record"));
        }
        Act act = parsed.get();
        if (!act.unknownCritical().isEmpty()) {
            return new Verdict(
                    Disposition.NOT_UNDERSTOOD,
                    Optional.of("key-" + act.unknownCritical().getFirst()));
        }
        if (act.expiryMs().isPresent()
                && act.expiryMs().getAsLong() < turn.now().toEpochMilli()) {
            return Verdict.of(Disposition.EXPIRED);
        }
        Receiver receiver = receivers.get(act.kind());
        if (receiver == null) {
            return new Verdict(Disposition.NOT_UNDERSTOOD, Optional.of("kind"));
        }
        if (isCareful() && InboxTables.attempts(turn.sql(), opened.from(), item) > MOST_ATTEMPTS) {
            context.alarms()
                    .raise(
                            opened.from(),
                            "a message of kind " + act.kind() + " ended this node three times; it is set aside");
            return Verdict.of(Disposition.DEFERRED);
        }
        return handle(turn, receiver, new Received(opened.from(), act, item.index(), item.entry(), caseId, turn.now()));
    }

    private Verdict handle(Turn turn, Receiver receiver, Received message) {
        try {
            return turn.attempt(part -> {
                try {
                    receiver.received(part, message);
                    return Verdict.of(Disposition.ACCEPTED);
                } catch (BodyRefused e) {
                    throw new Undo(e);
                }
            });
        } catch (Undo e) {
            return new Verdict(e.cause.disposition(), Optional.of("body"));
        } catch (Refused | RuntimeException e) {
            LOG.error(
                    "the handler of kind {} failed; the message is set aside",
                    message.act().kind(),
                    e);
            context.alarms()
                    .raise(
                            message.from(),
                            "a message of kind " + message.act().kind() + " could not be handled: " + e.getMessage());
            return Verdict.of(Disposition.DEFERRED);
        }
    }

    /** Carries a refusal out of the savepoint. */
    private static final class Undo extends RuntimeException {
        private final transient BodyRefused cause;

        Undo(BodyRefused cause) {
            super(cause);
            this.cause = cause;
        }
    }

    private static Draft receipt(OpenedParcel opened, Item item, Verdict verdict) {
        ReceivedBody body = new ReceivedBody(
                opened.parcel().origin(),
                item.lane(),
                item.sequence(),
                item.index(),
                item.entry(),
                opened.checkpoint().head(),
                verdict.disposition(),
                verdict.code());
        return Draft.of(
                ReceivedBody.KIND, Recipient.one(opened.from()), Lane.OWN, ReceivedBody.MEDIA_TYPE, body.encode());
    }
}

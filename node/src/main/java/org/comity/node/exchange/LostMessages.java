package org.comity.node.exchange;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.comity.node.cbor.CborWriter;
import org.comity.node.directory.Directory;
import org.comity.node.ledger.Generation;
import org.comity.node.ledger.Logged;
import org.comity.node.ledger.Refused;
import org.comity.node.ledger.Turn;
import org.comity.node.record.Act;
import org.comity.node.record.Draft;
import org.comity.node.record.Kind;
import org.comity.node.record.Lane;
import org.comity.node.record.MemberId;
import org.comity.node.record.Recipient;
import org.comity.node.record.Ref;
import org.comity.node.store.Sql;
import org.comity.tlog.CheckpointPolicy;
import org.comity.tlog.LogException;
import org.comity.tlog.LogProof;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Messages of a closed log that members give back: checks them, stores them, and hands them to their capabilities. */
final class LostMessages {

    static final Kind RECOVERED = new Kind("log.recovered");

    private static final Logger LOG = LoggerFactory.getLogger(LostMessages.class);
    private static final String MEDIA_TYPE = "application/cbor";

    /** A lost message that verified. */
    record Proven(Returned.Message message, Optional<Act> act, Returned.Content content) {}

    private final ExchangeContext context;
    private final Map<Kind, Receiver> receivers;

    LostMessages(ExchangeContext context, Map<Kind, Receiver> receivers) {
        this.context = context;
        this.receivers = receivers;
    }

    private Generation closed() {
        return context.ledger().closed().getLast();
    }

    /** The keys of the closed log, from the card that was issued for it. */
    CheckpointPolicy policy(Sql sql) {
        return Directory.cards(sql, context.me()).stream()
                .map(kept -> kept.card().node())
                .filter(node -> node.origin().equals(closed().origin()))
                .findFirst()
                .orElseThrow(() ->
                        ParcelRefused.of(Problem.Type.NOT_FOUND, "no card of ours names the log " + closed().origin()))
                .policy();
    }

    /** True for a message that was lost here. */
    boolean store(Turn turn, MemberId peer, Lane lane, Proven proven) {
        Returned.Message message = proven.message();
        if (message.index() < closed().end().size()) {
            arrived(turn, peer, lane, message);
            return false;
        }
        boolean known = turn.sql()
                        .number(
                                "SELECT count(*) FROM exchange_recovered WHERE origin = ? AND lost = ?",
                                closed().origin(),
                                message.index())
                > 0;
        if (known || proven.act().isEmpty() || !(proven.content() instanceof Returned.Whole whole)) {
            return false;
        }
        recover(turn, peer, lane, message, proven.act().get(), whole);
        return true;
    }

    /** From which number on the backup does not know what arrived. */
    long firstUnsettled(Sql sql, MemberId peer, Lane lane) {
        String origin = closed().origin();
        if (lane == Lane.PUBLIC) {
            return 1 + sql.number("SELECT coalesce(max(seq), 0) FROM exchange_public_past WHERE origin = ?", origin);
        }
        return sql.number(
                "SELECT coalesce(min(CASE WHEN receipt IS NULL AND disposition IS NULL THEN seq END), max(seq) + 1, 1)"
                        + " FROM exchange_outbox_past WHERE origin = ? AND peer = ? AND lane = ?",
                origin,
                peer.code(),
                lane.number());
    }

    /**
     * Checks that a message is ours and stood in the closed log.
     *
     * @throws ParcelRefused when it is another message
     * @throws LogException when its proof fails
     */
    Proven verify(CheckpointPolicy policy, MemberId peer, Lane lane, Returned.Message message) {
        if (!(message.content() instanceof Returned.Whole whole)) {
            return new Proven(message, Optional.empty(), message.content());
        }
        LogProof proof = LogProof.parse(whole.proof());
        proof.verify(whole.opening().entry().bytes(), policy);
        Act act = Act.parse(whole.opening().record());
        boolean ours = act.sender().equals(context.me())
                && act.origin().equals(closed().origin())
                && act.lane() == lane
                && act.sequence() == message.sequence()
                && proof.index() == message.index()
                && (lane == Lane.PUBLIC || act.recipient().equals(Recipient.one(peer)));
        if (!ours) {
            throw ParcelRefused.of(
                    Problem.Type.IDENTITY_MISMATCH,
                    "the record at index " + message.index() + " of " + closed().origin() + " is not number "
                            + message.sequence() + " to " + peer + " in lane " + lane.number());
        }
        return new Proven(message, Optional.of(act), whole);
    }

    private void arrived(Turn turn, MemberId peer, Lane lane, Returned.Message message) {
        turn.sql()
                .update(
                        "UPDATE exchange_outbox_past SET disposition = ?, received_ms = ? WHERE origin = ? AND peer = ? AND lane = ?"
                                + " AND seq = ? AND idx = ? AND receipt IS NULL AND disposition IS NULL",
                        message.disposition().word(),
                        turn.now().toEpochMilli(),
                        closed().origin(),
                        peer.code(),
                        lane.number(),
                        message.sequence(),
                        message.index());
    }

    private void recover(Turn turn, MemberId peer, Lane lane, Returned.Message message, Act act, Returned.Whole whole) {
        Ref place = new Ref(
                "recovered", closed().origin(), message.index(), whole.opening().entry());
        String caseId = caseOf(turn, act, place);
        CborWriter body = new CborWriter(whole.opening().record().length + whole.proof().length + 128);
        body.array(5)
                .text(place.origin())
                .uint(place.index())
                .bytes(whole.opening().salt())
                .bytes(whole.opening().record())
                .bytes(whole.proof());
        Logged kept = turn.append(Draft.of(RECOVERED, Recipient.nobody(), Lane.OWN, MEDIA_TYPE, body.toBytes())
                .withRef(place)
                .withCaseId(caseId));
        turn.sql()
                .update(
                        "INSERT INTO exchange_recovered (origin, lost, idx) VALUES (?, ?, ?)",
                        place.origin(),
                        place.index(),
                        kept.index());
        if (lane == Lane.PUBLIC) {
            turn.sql()
                    .update(
                            "INSERT INTO exchange_public_past (origin, seq, idx, bytes) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                            place.origin(),
                            message.sequence(),
                            kept.index(),
                            whole.opening().record().length);
        } else {
            turn.sql()
                    .update(
                            "INSERT INTO exchange_outbox_past (origin, peer, lane, seq, idx, bytes, ms, disposition, received_ms)"
                                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                            place.origin(),
                            peer.code(),
                            lane.number(),
                            message.sequence(),
                            kept.index(),
                            whole.opening().record().length,
                            act.timeMs(),
                            message.disposition().word(),
                            turn.now().toEpochMilli());
        }
        handOn(turn, new Recovered(peer, act, place, caseId, turn.now()));
    }

    private String caseOf(Turn turn, Act act, Ref place) {
        for (Ref ref : act.refs()) {
            if (ref.rel().equals(InboxWriter.CASE_REL)) {
                OptionalLong own = OwnRefs.index(context, turn.sql(), ref);
                Optional<String> known = own.isPresent()
                        ? context.ledger().acts().caseOf(turn.sql(), own.getAsLong())
                        : InboxTables.caseOf(turn.sql(), ref.origin(), ref.index());
                if (known.isPresent()) {
                    return known.get();
                }
            }
        }
        Receiver receiver = receivers.get(act.kind());
        return receiver != null && receiver.opensCase(act.kind()) ? "recovered/" + place.index() : "recovered";
    }

    private void handOn(Turn turn, Recovered sent) {
        Receiver receiver = receivers.get(sent.act().kind());
        if (receiver == null) {
            return;
        }
        try {
            turn.attempt(part -> {
                try {
                    receiver.recovered(part, sent);
                    return sent;
                } catch (BodyRefused e) {
                    throw new Refused(
                            Refused.Code.INVALID, String.valueOf(e.getMessage()), "officers have to look at it");
                }
            });
        } catch (Refused | RuntimeException e) {
            LOG.error(
                    "a recovered message of kind {} could not be taken up",
                    sent.act().kind(),
                    e);
            context.alarms()
                    .raise(
                            sent.to(),
                            "a message of kind " + sent.act().kind() + " that we sent to " + sent.to()
                                    + " came back after the restore and does not fit what is here: " + e.getMessage());
        }
    }
}

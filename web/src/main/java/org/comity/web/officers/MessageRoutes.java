package org.comity.web.officers;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.comity.node.Node;
import org.comity.node.casework.CaseId;
import org.comity.node.exchange.Arrivals;
import org.comity.node.exchange.Delivery;
import org.comity.node.exchange.Disposition;
import org.comity.node.exchange.Proofs;
import org.comity.node.exchange.ProvenAct;
import org.comity.node.ledger.Erased;
import org.comity.node.ledger.Refused;
import org.comity.node.record.Kind;
import org.comity.node.record.MemberId;
import org.comity.node.store.Snapshot;
import org.comity.node.store.Sql;

/**
 * Messages both ways with what proves them. Each has one number here: a sent one its place in our log, a received one the place of our
 * receipt there.
 */
final class MessageRoutes {

    record InboxItem(
            long index,
            MemberId from,
            String lane,
            long sequence,
            long theirIndex,
            Kind kind,
            String disposition,
            Optional<String> caseId,
            Instant receivedAt) {}

    record OutboxItem(
            long index,
            MemberId to,
            String lane,
            long sequence,
            Kind kind,
            Instant loggedAt,
            Optional<Instant> receivedAt,
            Optional<String> disposition,
            Optional<Instant> seenAt,
            List<String> witnesses,
            boolean witnessed) {}

    /** A message that was found, with one of the two that tell how it travelled. */
    private record Found(
            Optional<ProvenAct> message, Optional<Arrivals.Arrival> arrival, Optional<Delivery> delivery) {}

    /** Reads one thing of a message. */
    @FunctionalInterface
    private interface Reading<T> {
        T from(Sql sql) throws Erased, Refused;
    }

    private final Node node;

    MessageRoutes(Node node) {
        this.node = node;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/v1/inbox", Route.CASE_READERS, Route.READING, this::inbox),
                Route.get("/v1/outbox", Route.CASE_READERS, Route.READING, this::outbox),
                Route.get("/v1/messages/{index}", Route.CASE_READERS, Route.READING, this::message),
                Route.get(
                        "/v1/messages/{index}/record",
                        Route.CASE_READERS,
                        Route.READING,
                        call -> Answer.bytes(
                                "application/cbor",
                                proven(index(call)).opening().record())),
                Route.get(
                        "/v1/messages/{index}/proof",
                        Route.CASE_READERS,
                        Route.READING,
                        call -> Answer.bytes(
                                "text/plain; charset=utf-8",
                                proven(index(call)).proof().encode())),
                Route.get(
                        "/v1/messages/{index}/receipt",
                        Route.CASE_READERS,
                        Route.READING,
                        call -> Answer.bytes(
                                "application/cbor",
                                receipt(index(call)).opening().record())),
                Route.get(
                        "/v1/messages/{index}/receipt-proof",
                        Route.CASE_READERS,
                        Route.READING,
                        call -> Answer.bytes(
                                "text/plain; charset=utf-8",
                                receipt(index(call)).proof().encode())));
    }

    private Answer inbox(Call call) throws Refused {
        int size = call.pageSize();
        long before = call.number("before", 0, Long.MAX_VALUE, Long.MAX_VALUE);
        List<Arrivals.Arrival> read =
                OnNode.read(node, sql -> node.exchange().arrivals().newest(sql, before, size + 1));
        return Answer.json(Paged.newest(read, size, Arrivals.Arrival::receipt, this::shown));
    }

    private Answer outbox(Call call) throws Refused {
        int size = call.pageSize();
        long before = call.number("before", 0, Long.MAX_VALUE, Long.MAX_VALUE);
        return Answer.json(OnNode.read(
                node,
                sql -> Paged.newest(
                        node.exchange().deliveries().newest(sql, before, size + 1),
                        size,
                        Delivery::index,
                        delivery -> shown(sql, delivery))));
    }

    private InboxItem shown(Arrivals.Arrival arrival) {
        return new InboxItem(
                arrival.receipt(),
                arrival.from(),
                RequestShown.word(arrival.lane()),
                arrival.sequence(),
                arrival.theirIndex(),
                arrival.kind(),
                arrival.disposition().word(),
                node.casework().caseOf(arrival.caseId()).map(CaseId::toString),
                arrival.receivedAt());
    }

    private OutboxItem shown(Sql sql, Delivery delivery) {
        return new OutboxItem(
                delivery.index(),
                delivery.to(),
                RequestShown.word(delivery.lane()),
                delivery.sequence(),
                node.ledger().acts().kind(sql, delivery.index()).orElseThrow(),
                delivery.loggedAt(),
                delivery.receivedAt(),
                delivery.disposition().map(Disposition::word),
                delivery.seenAt(),
                delivery.witnesses(),
                delivery.witnessed());
    }

    private Answer message(Call call) throws Refused {
        long index = index(call);
        return Answer.json(read(index, sql -> {
            Found found = find(sql, index);
            ProvenAct message = found.message().orElseThrow(() -> unproven(index));
            Optional<String> keyId = found.arrival()
                    .map(Arrivals.Arrival::caseId)
                    .or(() -> node.ledger().acts().caseOf(sql, index));
            return MessageShown.of(
                    index,
                    message,
                    keyId.flatMap(node.casework()::caseOf).map(CaseId::toString),
                    found.arrival().map(this::shown),
                    found.delivery().map(delivery -> shown(sql, delivery)));
        }));
    }

    private ProvenAct proven(long index) throws Refused {
        return read(index, sql -> find(sql, index).message().orElseThrow(() -> unproven(index)));
    }

    private Found find(Sql sql, long index) throws Erased, Refused {
        Proofs proofs = node.exchange().proofs();
        Optional<Delivery> delivery = node.exchange().deliveries().of(sql, index);
        if (delivery.isPresent()) {
            return new Found(proofs.own(sql, index), Optional.empty(), delivery);
        }
        Arrivals.Arrival arrival = node.exchange()
                .arrivals()
                .of(sql, index)
                .orElseThrow(() -> new Refused(
                        Refused.Code.NOT_FOUND,
                        "there is no message " + index + " here",
                        "look at the inbox and the outbox for its index"));
        return new Found(proofs.received(sql, arrival.receipt()), Optional.of(arrival), Optional.empty());
    }

    private ProvenAct receipt(long index) throws Refused {
        return read(index, sql -> {
            Found found = find(sql, index);
            Proofs proofs = node.exchange().proofs();
            Optional<ProvenAct> receipt =
                    found.arrival().isPresent() ? proofs.own(sql, index) : proofs.receipt(sql, index);
            return receipt.orElseThrow(() -> new Refused(
                    Refused.Code.NOT_FOUND,
                    "there is no receipt for message " + index + " yet",
                    "look at the outbox: it says whether the message was received"));
        });
    }

    private static Refused unproven(long index) {
        return new Refused(
                Refused.Code.NOT_FOUND,
                "message " + index + " is under no signed checkpoint yet",
                "ask again in a moment");
    }

    private <T> T read(long index, Reading<T> reading) throws Refused {
        try (Snapshot snapshot = node.world().store().snapshot()) {
            return reading.from(snapshot.sql());
        } catch (Erased e) {
            Refused refused = new Refused(
                    Refused.Code.NOT_FOUND,
                    "the content of message " + index + " is erased",
                    "its entry in the log still proves that it existed");
            refused.initCause(e);
            throw refused;
        }
    }

    private static long index(Call call) throws Refused {
        return Call.legal(() -> {
            String text = call.part("index");
            if (!text.matches("\\d{1,18}")) {
                throw new IllegalArgumentException("the index of a message is a whole number from 0");
            }
            return Long.parseLong(text);
        });
    }
}

package org.comity.node.exchange;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.comity.node.cbor.CborWriter;
import org.comity.node.ledger.Source;
import org.comity.node.ledger.StorageGauge;
import org.comity.node.record.Draft;
import org.comity.node.record.Kind;
import org.comity.node.record.Lane;
import org.comity.node.record.MemberId;
import org.comity.node.record.Recipient;

/**
 * Notes what was turned away before it was read: in the log one record a day, so that it can be shown later that a peer flooded this
 * node, or that this node had no room; for officers an alarm.
 *
 * <p>A day without refusals leaves no record. Counts since the last record are lost when the process dies.
 */
final class RefusalBook {

    /** Own record: from, until, and for each peer the calls refused by quota and for want of room. */
    static final Kind KIND = new Kind("exchange.refusals");

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration LOOK = Duration.ofMinutes(1);

    private final ExchangeContext context;
    private final Admission admission;
    private final AtomicBoolean armed = new AtomicBoolean();
    private final Set<MemberId> told = ConcurrentHashMap.newKeySet();
    private Instant since;
    private StorageGauge.Level level = StorageGauge.Level.AMPLE;

    RefusalBook(ExchangeContext context, Quotas quotas) {
        this.context = context;
        this.since = context.world().clock().instant();
        this.admission = new Admission(
                quotas, context.ledger().storage(), context.world().clock(), this::refused);
    }

    Admission admission() {
        return admission;
    }

    /** Begins to look after the disk: nobody may call while it fills. On the node's thread, as all below. */
    void lookAtDisk() {
        StorageGauge.Level now = context.ledger().storage().level();
        if (now != level) {
            level = now;
            switch (now) {
                case AMPLE -> {}
                case LOW -> alarm(context.me(), "the disk is nearly full: only urgent parcels are taken; make room");
                case EXHAUSTED -> alarm(context.me(), "the disk is all but full: nothing is taken; make room at once");
            }
        }
        context.world().schedule().at(context.world().clock().instant().plus(LOOK), this::lookAtDisk);
    }

    private void alarm(MemberId about, String why) {
        context.alarms().raise(about, why);
    }

    /** On any thread, for each refusal: what it costs must stay small. */
    private void refused(MemberId peer, Problem.Type why) {
        if (armed.compareAndSet(false, true)) {
            context.world().schedule().soon(() -> {
                since = context.world().clock().instant();
                context.world().schedule().at(since.plus(DAY), this::write);
            });
        }
        if (why == Problem.Type.QUOTA && told.add(peer)) {
            context.world()
                    .schedule()
                    .soon(() ->
                            alarm(peer, peer + " sends more than its quota; what is above it is turned away unread"));
        }
    }

    /** Logs what was turned away since the last record, if anything was. */
    void write() {
        Map<MemberId, Admission.Refusals> counts = admission.takeRefusals();
        armed.set(false);
        told.clear();
        if (counts.isEmpty()) {
            return;
        }
        Instant until = context.world().clock().instant();
        CborWriter body = new CborWriter(64 + 16 * counts.size());
        body.array(3).uint(since.toEpochMilli()).uint(Math.max(until.toEpochMilli(), since.toEpochMilli()));
        body.array(counts.size());
        counts.forEach((peer, refusals) ->
                body.array(3).text(peer.code()).uint(refusals.quota()).uint(refusals.storage()));
        context.ledger()
                .submit(
                        Source.NODE,
                        turn -> turn.append(
                                Draft.of(KIND, Recipient.nobody(), Lane.OWN, ReceivedBody.MEDIA_TYPE, body.toBytes())));
    }
}

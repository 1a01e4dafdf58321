package org.comity.node.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.CompletionStage;
import org.comity.node.cbor.CborWriter;
import org.comity.node.exchange.InboxTables.Strand;
import org.comity.node.exchange.ReceiptsReader.OpenedAnswer;
import org.comity.node.exchange.ReceiptsReader.Receipt;
import org.comity.node.ledger.Logged;
import org.comity.node.ledger.Source;
import org.comity.node.ledger.Turn;
import org.comity.node.record.Draft;
import org.comity.node.record.Kind;
import org.comity.node.record.Lane;
import org.comity.node.record.MemberId;
import org.comity.node.record.Recipient;

/**
 * Stores receipts: one row and one own leaf for each answer, whatever the number of receipts in it. The leaf pins the peer's
 * checkpoint in our log, so that each log vouches for the other's past.
 */
final class ReceiptKeeper {

    static final Kind KIND = new Kind("exchange.receipts");

    /** Hears of receipts once they are durable. */
    @FunctionalInterface
    interface Listener {
        void received(MemberId peer, Delivered delivered);
    }

    private record Run(Lane lane, long first, long last, Disposition disposition) {}

    private final ExchangeContext context;
    private final List<Listener> listeners = new ArrayList<>();

    ReceiptKeeper(ExchangeContext context) {
        this.context = context;
    }

    void onReceived(Listener listener) {
        listeners.add(listener);
    }

    /** Stores them; nobody is told of a receipt before that is done. */
    CompletionStage<Integer> keep(MemberId peer, OpenedAnswer opened) {
        List<Run> runs = runs(opened.receipts());
        return context.ledger().submit(new Source("peer:" + peer), turn -> {
            store(turn, peer, opened, runs);
            return opened.receipts().size();
        });
    }

    private void store(Turn turn, MemberId peer, OpenedAnswer opened, List<Run> runs) {
        long ms = turn.now().toEpochMilli();
        InboxTables.hold(turn.sql(), peer, Strand.ANSWERS, opened.checkpoint().signed(), ms);
        if (opened.receipts().isEmpty()) {
            return;
        }
        opened.receipts().stream()
                .mapToLong(receipt -> receipt.body().head().size())
                .max()
                .ifPresent(size -> OutboxTables.shown(turn.sql(), peer, context.origin(), size));
        Logged pinned = turn.append(pin(opened));
        long receipt = OutboxTables.insertReceipt(turn.sql(), peer, opened.bytes(), pinned.index(), ms);
        for (Run run : runs) {
            if (run.lane() == Lane.PUBLIC) {
                OutboxTables.movePublicCursor(turn.sql(), peer, run.last() + 1);
            } else {
                OutboxTables.received(
                        turn.sql(),
                        peer,
                        run.lane(),
                        run.first(),
                        run.last(),
                        receipt,
                        run.disposition().word(),
                        ms);
            }
        }
        turn.afterCommit(() -> tell(peer, opened, ms));
    }

    private void tell(MemberId peer, OpenedAnswer opened, long ms) {
        for (Receipt receipt : opened.receipts()) {
            Delivered delivered = new Delivered(
                    receipt.body().lane(),
                    receipt.body().sequence(),
                    receipt.body().index(),
                    receipt.body().disposition(),
                    ms);
            listeners.forEach(listener -> listener.received(peer, delivered));
        }
    }

    private static Draft pin(OpenedAnswer opened) {
        CborWriter body = new CborWriter(192);
        body.array(4)
                .text(opened.checkpoint().origin())
                .uint(opened.checkpoint().head().size())
                .bytes(opened.checkpoint().head().root().bytes())
                .uint(opened.receipts().size());
        return Draft.of(KIND, Recipient.nobody(), Lane.OWN, ReceivedBody.MEDIA_TYPE, body.toBytes());
    }

    /** Consecutive receipts of one lane and one disposition, so that they are stored with one statement. */
    private static List<Run> runs(List<Receipt> receipts) {
        List<Run> runs = new ArrayList<>();
        for (Receipt receipt : receipts) {
            ReceivedBody body = receipt.body();
            Run last = runs.isEmpty() ? null : runs.getLast();
            if (last != null
                    && last.lane() == body.lane()
                    && last.disposition() == body.disposition()
                    && last.last() + 1 == body.sequence()) {
                runs.set(runs.size() - 1, new Run(last.lane(), last.first(), body.sequence(), last.disposition()));
            } else {
                runs.add(new Run(body.lane(), body.sequence(), body.sequence(), body.disposition()));
            }
        }
        return runs;
    }

    /** The peer expects numbers that it had receipted once: it lost them, and gets them again. */
    CompletionStage<Integer> offerAgain(MemberId peer, SortedMap<Lane, Long> next) {
        return context.ledger().submit(Source.NODE, turn -> {
            for (Map.Entry<Lane, Long> lane : next.entrySet()) {
                if (lane.getKey() == Lane.PUBLIC) {
                    OutboxTables.rewindPublicCursor(turn.sql(), peer, lane.getValue());
                } else {
                    OutboxTables.offerAgain(turn.sql(), peer, lane.getKey(), lane.getValue());
                }
            }
            return next.size();
        });
    }
}

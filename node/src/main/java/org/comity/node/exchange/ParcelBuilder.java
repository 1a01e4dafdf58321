package org.comity.node.exchange;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.comity.node.directory.Peer;
import org.comity.node.exchange.HeadTelling.Offer;
import org.comity.node.exchange.OutboxTables.Waiting;
import org.comity.node.ledger.Erased;
import org.comity.node.ledger.LedgerCorrupt;
import org.comity.node.record.MemberId;
import org.comity.node.store.Snapshot;
import org.comity.tlog.Hash;
import org.comity.tlog.Tree;

/** Gathers the messages of a flight with one proof for them all, and seals them. Runs on the crew. */
final class ParcelBuilder {

    private ParcelBuilder() {}

    static Flight.Built build(ExchangeContext context, Flight flight, Peer peer, Offer offer) {
        Map<Long, Hash> entries = new HashMap<>();
        Parcel parcel = gather(context, flight, peer.member(), entries);
        Parcel filled = ParcelWriter.withHeads(
                parcel, offer.heads().stream().map(HeadTelling.Candidate::note).toList(), offer.mayGrow());
        byte[] file = ParcelWriter.write(
                filled, peer.parcelRecipient(), context.world().entropy());
        return new Flight.Built(
                file, entries, offer.heads().subList(0, filled.foreignHeads().size()));
    }

    /** The parcel before its encryption; fills in the entries of its items. */
    static Parcel gather(ExchangeContext context, Flight flight, MemberId peer, Map<Long, Hash> entries) {
        long size = flight.checkpoint().checkpoint().head().size();
        Tree tree = new Tree(context.ledger().tiles(), size);
        List<Item> items = new ArrayList<>(flight.messages().size());
        TreeSet<Long> indexes = new TreeSet<>();
        for (Waiting message : flight.messages()) {
            Item item = item(context, message);
            items.add(item);
            entries.put(item.index(), item.entry());
            indexes.add(item.index());
        }
        return new Parcel(
                context.realm(),
                context.origin(),
                peer,
                context.world().clock().millis(),
                flight.checkpoint(),
                flight.base().size(),
                tree.consistency(flight.base().size()),
                tree.batch(indexes),
                items,
                List.of(),
                flight.chain());
    }

    private static Item item(ExchangeContext context, Waiting message) {
        try {
            return context.ledger()
                    .acts()
                    .at(message.index())
                    .map(logged -> new Item.Opened(
                            message.lane(), message.sequence(), message.index(), logged.opening(), logged.entry()))
                    .orElseThrow(() -> new LedgerCorrupt(
                            "the outbox names index " + message.index() + ", where the log has nothing"));
        } catch (Erased e) {
            return new Item.Withheld(
                    message.lane(),
                    message.sequence(),
                    message.index(),
                    entry(context, message.index()),
                    "erased before delivery");
        }
    }

    private static Hash entry(ExchangeContext context, long index) {
        try (Snapshot snapshot = context.world().store().snapshot()) {
            return context.ledger().acts().entry(snapshot.sql(), index).orElseThrow();
        }
    }
}

package org.comity.node.evidence;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.comity.age.PostQuantumRecipient;
import org.comity.node.evidence.EvidenceException.Fault;
import org.comity.node.exchange.BodyRefused;
import org.comity.node.exchange.Received;
import org.comity.node.exchange.Sending;
import org.comity.node.ledger.Logged;
import org.comity.node.ledger.Refused;
import org.comity.node.ledger.Turn;
import org.comity.node.record.JsonBody;
import org.comity.node.record.Lane;
import org.comity.node.record.MemberId;
import org.comity.node.record.Recipient;
import org.comity.node.store.Snapshot;
import org.comity.node.world.World;
import org.comity.tlog.Hash;

/** The offering side: encrypts for one member, offers, withdraws, hears that the item arrived. */
final class Offering {
    private final World world;
    private final Vault vault;
    private final Items items;
    private final Offers offers;
    private final Custody custody;
    private final Sending sending;
    private final EvidenceSettings settings;

    Offering(
            World world,
            Vault vault,
            Items items,
            Offers offers,
            Custody custody,
            Sending sending,
            EvidenceSettings settings) {
        this.world = world;
        this.vault = vault;
        this.items = items;
        this.offers = offers;
        this.custody = custody;
        this.sending = sending;
        this.settings = settings;
    }

    CompletionStage<PreparedOffer> prepare(ItemId id, MemberId recipient, PostQuantumRecipient key) {
        try (Snapshot snapshot = world.store().snapshot()) {
            Item item = Whole.require(items.find(snapshot.sql(), id), id);
            byte[] header = items.header(snapshot.sql(), item).orElseThrow(() -> Whole.erased(id));
            ItemDetail detail = item.detail().orElseThrow();
            return Lifted.by(
                    world.crew(),
                    () -> new PreparedOffer(item, recipient, vault.prepare(header, item.content(), detail, key)));
        } catch (Refused e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    Logged offer(Turn turn, PreparedOffer prepared, OfferTerms wanted, Handling handling) throws Refused {
        ItemId id = prepared.item();
        Item item = Whole.require(items.find(turn.sql(), id), id);
        ItemDetail detail = item.detail().orElseThrow();
        Terms terms = wanted.binding(detail, prepared.recipient());
        if (offers.find(turn.sql(), prepared.root()).isPresent()) {
            throw new Refused(
                    Refused.Code.DUPLICATE,
                    "this encryption of item " + id + " was offered already",
                    "prepare a new one for a new offer");
        }
        OfferBody body = OfferBody.of(item, detail, prepared.outgoing().pieces(), terms, custody.chain(turn.sql(), id));
        Logged message = sending.send(
                turn,
                settings.draft(
                        Evidence.OFFERED,
                        Recipient.one(prepared.recipient()),
                        Lane.ORDINARY,
                        JsonBody.write(body),
                        item.caseId(),
                        wanted.refs()));
        offers.insert(turn, prepared, message.index());
        custody.log(turn, item, CustodyEvent.SENT, handling.withNote("offered to " + prepared.recipient()));
        return message;
    }

    void withdraw(Turn turn, Hash root) throws Refused {
        Offers.Stored offer = offers.find(turn.sql(), root)
                .filter(o -> !o.state().equals(Offers.WITHDRAWN))
                .orElseThrow(() -> new Refused(
                        Refused.Code.NOT_FOUND,
                        "no open offer has the root " + root.hex(),
                        "look at the item's offers"));
        offers.wipe(turn.sql(), offer.root());
    }

    /** The recipient says that it holds the item. */
    void verified(Turn turn, Received message) throws BodyRefused {
        VerifiedBody body;
        Hash root;
        try {
            body = JsonBody.read(message.act().body(), VerifiedBody.class);
            root = Hash.ofHex(body.pieceRoot());
        } catch (RuntimeException e) {
            throw new BodyRefused("not an evidence.verified body: " + e.getMessage());
        }
        Offers.Stored offer = offers.find(turn.sql(), root)
                .filter(o -> o.recipient().equals(message.from()))
                .orElseThrow(
                        () -> new BodyRefused("nothing with the root " + root.hex() + " was offered to the sender"));
        Item item = items.find(turn.sql(), offer.item()).orElseThrow();
        Optional<ItemDetail> detail = item.detail();
        boolean same = body.item().equals(item.id().text())
                && detail.stream().allMatch(d -> d.sha256().hex().equals(body.sha256()) && d.length() == body.length());
        if (!same) {
            throw new BodyRefused("item, digest or length differ from what was offered under the root " + root.hex());
        }
        if (detail.isEmpty() || !offer.state().equals(Offers.OPEN)) {
            return;
        }
        offers.verified(turn, root);
        Handling by = settings.byNode("verified by " + message.from());
        custody.log(
                turn,
                item,
                CustodyEvent.VERIFIED,
                new Handling(message.from().code(), by.where(), by.tool(), by.legalBasis(), by.note()));
    }

    /** Marks an item whose vault copy changed; nothing of it is served from now on. */
    void damaged(Turn turn, ItemId id, String how) {
        Optional<Item> item = items.find(turn.sql(), id).filter(i -> i.state() == ItemState.SEALED);
        if (item.isPresent()) {
            items.state(turn.sql(), id, ItemState.DAMAGED);
            offers.damaged(turn.sql(), id);
            String note = how.length() > 1_000 ? how.substring(0, 1_000) : how;
            custody.log(turn, item.get(), CustodyEvent.DAMAGED, settings.byNode(note));
        }
    }

    /** An item proved whole is served again, if it was not. */
    void whole(Turn turn, Item item) {
        if (item.state() == ItemState.DAMAGED) {
            items.state(turn.sql(), item.id(), ItemState.SEALED);
            offers.whole(turn.sql(), item.id());
        }
    }

    /** The conditions that every use of an item begins with. */
    static final class Whole {

        private Whole() {}

        static Item require(Optional<Item> found, ItemId id) throws Refused {
            Item item = found.orElseThrow(() ->
                    new Refused(Refused.Code.NOT_FOUND, "there is no item " + id, "look at the items of the case"));
            return switch (item.state()) {
                case SEALED -> item;
                case ERASED -> throw erased(id);
                case DAMAGED ->
                    throw new Refused(
                            Refused.Code.WRONG_STATE,
                            "the vault copy of item " + id + " is damaged",
                            "restore its blob from a backup, then have it checked again");
            };
        }

        static Refused erased(ItemId id) {
            return new Refused(
                    Refused.Code.WRONG_STATE, "item " + id + " is erased", "only the entries about it are left");
        }
    }

    /** Told by {@link Vault}: the copy changed, and not just that a disk did not answer. */
    static boolean isDamage(Throwable failure) {
        return failure instanceof EvidenceException e && e.fault() == Fault.DAMAGED;
    }
}

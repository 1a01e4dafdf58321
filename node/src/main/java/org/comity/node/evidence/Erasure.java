package org.comity.node.evidence;

import org.comity.node.ledger.Ledger;
import org.comity.node.ledger.Logged;
import org.comity.node.ledger.LoggedActs;
import org.comity.node.ledger.Refused;
import org.comity.node.ledger.Turn;
import org.comity.node.world.World;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Destroys an item and leaves a trace that says nothing of its content.
 *
 * <p>Gone are the header with the wrapped file key, which makes every copy of the blob unreadable, the keys of all outgoing
 * encryptions, the names and digests in this room's tables, and the content of the acts that carry the digest: custody, offers, and
 * the confirmation to whoever sent the item. What stays are the entries of these acts in the log, the chain of custody without
 * digest, and a last act: who, when, why. The blob itself goes after the commit.
 *
 * <p>Not reached from here: an offer received from another member, which lies with the messages of its case, and copies at other
 * members, who erase them on request.
 */
final class Erasure {
    private static final Logger LOG = LoggerFactory.getLogger(Erasure.class);

    private final World world;
    private final LoggedActs acts;
    private final Items items;
    private final Offers offers;
    private final FetchTable fetches;
    private final Custody custody;

    Erasure(World world, Ledger ledger, Items items, Offers offers, FetchTable fetches, Custody custody) {
        this.world = world;
        this.acts = ledger.acts();
        this.items = items;
        this.offers = offers;
        this.fetches = fetches;
        this.custody = custody;
    }

    Logged erase(Turn turn, ItemId id, Handling handling) throws Refused {
        Item item = items.find(turn.sql(), id)
                .orElseThrow(() ->
                        new Refused(Refused.Code.NOT_FOUND, "there is no item " + id, "look at the items of the case"));
        if (item.state() == ItemState.ERASED) {
            throw Offering.Whole.erased(id);
        }
        if (handling.note().isEmpty()) {
            throw new Refused(
                    Refused.Code.INVALID, "an erasure without a reason", "say why: the reason stays in the log");
        }
        for (CustodyEntry entry : custody.chain(turn.sql(), id)) {
            acts.erase(turn, entry.index());
        }
        for (Offers.Stored offer : offers.ofItem(turn.sql(), id)) {
            offers.wipe(turn.sql(), offer.root());
            acts.erase(turn, offer.messageIndex());
        }
        for (FetchTable.Stored fetch : fetches.ofItem(turn.sql(), id)) {
            fetches.wipeOffer(turn.sql(), fetch.root());
            fetch.answerIndex().ifPresent(index -> acts.erase(turn, index));
        }
        items.wipe(turn.sql(), id);
        turn.afterCommit(() -> deleteBlob(item));
        return custody.logErasure(turn, item, handling);
    }

    private void deleteBlob(Item item) {
        try {
            world.blobs().delete(item.content());
        } catch (RuntimeException e) {
            LOG.warn("the unreadable blob of erased item {} stays on disk", item.id(), e);
        }
    }
}

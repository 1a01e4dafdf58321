package org.comity.node.exchange;

import java.util.List;
import org.comity.node.record.MemberId;
import org.comity.node.record.Realm;
import org.comity.tlog.BatchProof;
import org.comity.tlog.ConsistencyProof;
import org.comity.tlog.SignedCheckpoint;

/**
 * What lies inside a parcel: messages with salts, one proof for them all, and the checkpoint it leads to. Nothing in it is believed
 * before {@link ParcelReader} has made an {@link OpenedParcel} of it.
 *
 * @param sentMs the sender's clock, in ms since 1970; a claim
 * @param heldSize size of the sender's log at which the consistency proof starts
 * @param proof one batch proof for all items, in the order of their indices
 * @param foreignHeads signed checkpoints of third parties, as the sender holds them
 */
record Parcel(
        Realm realm,
        String origin,
        MemberId recipient,
        long sentMs,
        SignedCheckpoint checkpoint,
        long heldSize,
        ConsistencyProof consistency,
        BatchProof proof,
        List<Item> items,
        List<byte[]> foreignHeads,
        Chain chain) {

    Parcel {
        items = List.copyOf(items);
        foreignHeads = List.copyOf(foreignHeads);
    }

    Parcel withForeignHeads(List<byte[]> heads) {
        return new Parcel(
                realm, origin, recipient, sentMs, checkpoint, heldSize, consistency, proof, items, heads, chain);
    }
}

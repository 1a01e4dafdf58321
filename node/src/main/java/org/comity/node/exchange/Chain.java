package org.comity.node.exchange;

/**
 * Where a parcel stands among those that fly to one peer, so that several may be under way and each proof still starts where the one
 * before it ended.
 *
 * <p>Parcel 0 of a chain starts at the head that the peer said it holds; parcel n starts at the checkpoint of parcel n-1. The
 * answers form a chain in the same way, in the peer's log. When anything fails, the sender asks again and starts another chain.
 *
 * @param id random, 0 to 2^63-1
 * @param number from 0, without gaps
 * @param heldOfYours size of the recipient's log up to which the sender has verified it; the first answer's proof starts there
 */
record Chain(long id, long number, long heldOfYours) {

    Chain {
        if (id < 0 || number < 0 || heldOfYours < 0) {
            throw new IllegalArgumentException(
                    "chain " + id + ", number " + number + ", held " + heldOfYours + ": none may be negative");
        }
    }
}

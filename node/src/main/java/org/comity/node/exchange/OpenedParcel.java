package org.comity.node.exchange;

import java.util.SortedMap;
import java.util.TreeMap;
import org.comity.node.record.MemberId;
import org.comity.tlog.VerifiedCheckpoint;

/**
 * A parcel whose sender, signatures and inclusion proofs are verified. Made by {@link ParcelReader} alone. What it still lacks is
 * the consistency with the head that this node holds, which only the node's own thread knows.
 */
final class OpenedParcel {

    private final MemberId from;
    private final Parcel parcel;
    private final VerifiedCheckpoint checkpoint;

    /** Verifies that every item stands in the log under the checkpoint. */
    OpenedParcel(MemberId from, Parcel parcel, VerifiedCheckpoint checkpoint) {
        this.from = from;
        this.parcel = parcel;
        this.checkpoint = checkpoint;
        if (!parcel.items().isEmpty()) {
            checkpoint.includesAll(entries(parcel), parcel.proof());
        }
    }

    private static SortedMap<Long, byte[]> entries(Parcel parcel) {
        SortedMap<Long, byte[]> entries = new TreeMap<>();
        for (Item item : parcel.items()) {
            if (entries.put(item.index(), item.entry().bytes()) != null) {
                throw ParcelRefused.of(
                        Problem.Type.PROOF_WRONG, "two items of the parcel claim the index " + item.index());
            }
        }
        return entries;
    }

    MemberId from() {
        return from;
    }

    Parcel parcel() {
        return parcel;
    }

    VerifiedCheckpoint checkpoint() {
        return checkpoint;
    }
}

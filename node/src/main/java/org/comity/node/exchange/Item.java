package org.comity.node.exchange;

import org.comity.node.record.Lane;
import org.comity.node.record.Leaf;
import org.comity.node.record.Opening;
import org.comity.tlog.Hash;

/** One message in a parcel, or one receipt in an answer. */
sealed interface Item {

    Lane lane();

    /** From 1 in its lane; 0 for receipts. */
    long sequence();

    /** Position in the sender's log. */
    long index();

    /** The salted commitment that stands there. */
    Hash entry();

    /** A message with its content. */
    record Opened(Lane lane, long sequence, long index, Opening opening, Hash entry) implements Item {
        static Opened of(Lane lane, long sequence, long index, Opening opening) {
            return new Opened(lane, sequence, index, opening, Leaf.entry(opening.salt(), opening.record()));
        }
    }

    /** A message whose content was withdrawn, erased or expired before delivery: its number travels, so that no gap arises. */
    record Withheld(Lane lane, long sequence, long index, Hash entry, String reason) implements Item {

        static final int REASON_CHARACTERS = 200;

        public Withheld {
            if (reason.isEmpty() || reason.length() > REASON_CHARACTERS) {
                throw new IllegalArgumentException(
                        "reason has " + reason.length() + " characters, legal are 1 to " + REASON_CHARACTERS);
            }
        }
    }
}

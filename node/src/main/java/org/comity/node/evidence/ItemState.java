package org.comity.node.evidence;

import java.util.Locale;

/** Where an item stands. */
public enum ItemState {
    /** Whole, in the vault. */
    SEALED,
    /** Its vault copy no longer gives the bytes it gave; nothing of it is served or opened until an officer has decided. */
    DAMAGED,
    /** Its keys are destroyed; the entries about it stay in the log. */
    ERASED;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static ItemState ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}

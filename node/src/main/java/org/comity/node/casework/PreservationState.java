package org.comity.node.casework;

import java.util.Locale;

/** Where a request for preservation stands. Both sides use the same states; sent and received are one moment seen from two sides. */
public enum PreservationState {
    /** Written here, signed by nobody. */
    DRAFT,
    /** Signed by some officer, not yet by enough. */
    AWAITING_SIGNATURE,
    /** At the requesting side: on its way or arrived, not known to be seen. */
    SENT,
    /** At the requested side: arrived without the signatures it needs. It is shown and nothing is acted on. */
    UNSIGNED,
    /** At the requested side: arrived and not yet opened by a person. */
    RECEIVED,
    /** A person at the requested side opened it. */
    SEEN,
    /** The data is preserved until the expiry that was told. */
    ACCEPTED,
    /** The requested state refused, with a ground and a reason. */
    REFUSED,
    /** Preserved further than first told. */
    EXTENDED,
    /** Preservation has served its purpose. */
    COMPLETED,
    /** The requesting state needs it no longer, or gave a draft up. */
    WITHDRAWN,
    /** The told expiry passed. */
    EXPIRED;

    /** Lower case with hyphens, as tables and faces write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The state of a word.
     *
     * @throws IllegalArgumentException if no state has it
     */
    public static PreservationState ofWord(String word) {
        for (PreservationState state : values()) {
            if (state.word().equals(word)) {
                return state;
            }
        }
        throw new IllegalArgumentException("state \"" + word + "\" is not known");
    }

    /** Whether nothing more can be done with the request. */
    public boolean isFinal() {
        return this == REFUSED || this == COMPLETED || this == WITHDRAWN || this == EXPIRED;
    }

    /** Whether data is being kept for it. */
    public boolean isPreserving() {
        return this == ACCEPTED || this == EXTENDED;
    }

    /** Whether it never left this node. */
    public boolean isUnsent() {
        return this == DRAFT || this == AWAITING_SIGNATURE;
    }
}

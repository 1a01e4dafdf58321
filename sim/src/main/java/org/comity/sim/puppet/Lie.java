package org.comity.sim.puppet;

/** What a puppet puts into a parcel of its own. */
enum Lie {
    /** A letter that must be taken. */
    NONE(false),
    /** A letter with a fate other than to be read; must be stored and receipted. */
    ODD_LETTER(false),
    /** A record whose envelope can be read and whose rest cannot. */
    MALFORMED(false),
    /** A number without its content. */
    WITHHELD(false),
    /** An older parcel once more, byte for byte. */
    REPLAY(false),
    /** Calls that make no sense. */
    STRAY_CALLS(false),
    FLIPPED_BYTE(true),
    CUT_SHORT(true),
    TWO_RECIPIENTS(true),
    VERSION(true),
    PROOF_CHANGED(true),
    PROOF_CUT(true),
    INDEX_MOVED(true),
    INDEX_BEYOND_SIZE(true),
    SALT_CHANGED(true),
    CONSISTENCY_CHANGED(true),
    /** A head that does not extend the one held: another history under the same name. */
    OTHER_HISTORY(true),
    ONE_SIGNATURE(true),
    SIGNATURE_CHANGED(true),
    GAP(true),
    OTHER_UNDER_KNOWN_NUMBER(true),
    NUMBERS_AGAINST_INDEXES(true),
    TWO_OF_ONE_INDEX(true),
    OWN_LANE(true),
    RECORD_OF_ANOTHER_SENDER(true),
    RECORD_FOR_ANOTHER(true),
    RECORD_OF_ANOTHER_LOG(true),
    RECORD_OF_ANOTHER_REALM(true),
    RECORD_OF_ANOTHER_NUMBER(true),
    PARCEL_FOR_ANOTHER(true),
    PARCEL_OF_ANOTHER_LOG(true),
    PARCEL_OF_ANOTHER_REALM(true),
    CHAIN_FROM_ITS_MIDDLE(true),
    /** It claims to hold more of the receiver's log than there is. */
    CHAIN_CLAIM(true),
    /** A message that somebody sent to the puppet, packed anew for a third. */
    FORWARDED(true);

    private final boolean forbidden;

    Lie(boolean forbidden) {
        this.forbidden = forbidden;
    }

    /** Whether no honest node may take what is in it. */
    boolean isForbidden() {
        return forbidden;
    }
}

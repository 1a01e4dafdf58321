package org.comity.tlog;

import java.nio.charset.StandardCharsets;

/**
 * What a witness remembers of one log: the last head it cosigned, and when. It is all it ever needs to keep.
 *
 * @param head the head of {@code note}; {@link TreeHead#EMPTY} for {@link #NEVER}
 * @param posixSeconds the time of the last cosignature; 0 for {@link #NEVER} alone
 * @param note the checkpoint with the log's own lines, as encoded by {@link SignedCheckpoint}; empty for {@link #NEVER}
 */
public record WitnessState(TreeHead head, long posixSeconds, String note) {
    /** Nothing was cosigned yet. */
    public static final WitnessState NEVER = new WitnessState(TreeHead.EMPTY, 0, "");

    public WitnessState {
        boolean never = posixSeconds == 0 && note.isEmpty() && head.equals(TreeHead.EMPTY);
        if (!never && (posixSeconds < 1 || note.isEmpty())) {
            throw LogException.outOfRange("a cosigned head has a note and a time of 1 to 2^63-1, not " + posixSeconds);
        }
    }

    static WitnessState of(SignedCheckpoint signed, long posixSeconds) {
        return new WitnessState(
                signed.checkpoint().head(), posixSeconds, new String(signed.encode(), StandardCharsets.UTF_8));
    }

    /** The stored checkpoint; {@link #NEVER} has none and is refused as malformed. */
    public SignedCheckpoint checkpoint() {
        return SignedCheckpoint.parse(note.getBytes(StandardCharsets.UTF_8));
    }
}

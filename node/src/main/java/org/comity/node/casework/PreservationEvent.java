package org.comity.node.casework;

import java.util.Locale;
import java.util.Optional;
import org.comity.node.record.Kind;

/** What can happen to a request for preservation: who does it, and by which message the other side learns of it. */
public enum PreservationEvent {
    /** The draft is rewritten and its signatures fall. */
    EDIT(Side.REQUESTING),
    /** An officer signs the draft; others must still do so. */
    SIGN(Side.REQUESTING),
    /** It goes, with all signatures or in an emergency with one. */
    SEND(Side.REQUESTING, "preservation.request"),
    /** The signature that was missing when it went is supplied. */
    SUPPLY_SIGNATURE(Side.REQUESTING, "approval.late"),
    /** A person at the requested side opens it. */
    SEE(Side.REQUESTED, "message.seen"),
    ACCEPT(Side.REQUESTED, "preservation.accepted"),
    REFUSE(Side.REQUESTED, "preservation.refused"),
    /** The requesting side asks to preserve longer. */
    ASK_EXTENSION(Side.REQUESTING, "preservation.extension-requested"),
    EXTEND(Side.REQUESTED, "preservation.extended"),
    COMPLETE(Side.REQUESTED, "preservation.completed"),
    WITHDRAW(Side.REQUESTING, "preservation.withdrawn"),
    /** The told expiry passes; each side notices by itself. */
    EXPIRE;

    private final Optional<Side> by;
    private final String message;

    PreservationEvent() {
        this.by = Optional.empty();
        this.message = "";
    }

    PreservationEvent(Side by) {
        this.by = Optional.of(by);
        this.message = "";
    }

    PreservationEvent(Side by, String message) {
        this.by = Optional.of(by);
        this.message = message;
    }

    /** The side that may do it; empty for what time does. */
    public Optional<Side> by() {
        return by;
    }

    /** The kind of the message that carries it; empty where it stays local. */
    public Optional<Kind> message() {
        return message.isEmpty() ? Optional.empty() : Optional.of(new Kind(message));
    }

    /** Lower case with hyphens, as tables and faces write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<PreservationEvent> ofMessage(Kind kind) {
        for (PreservationEvent event : values()) {
            if (event.message.equals(kind.text())) {
                return Optional.of(event);
            }
        }
        return Optional.empty();
    }
}

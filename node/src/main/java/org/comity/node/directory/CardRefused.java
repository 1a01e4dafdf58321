package org.comity.node.directory;

/** A card, or an address in it, cannot be believed or taken; the message says why in one sentence. */
public final class CardRefused extends RuntimeException {

    /** Why; stable, unlike the message. */
    public enum Code {
        /** Not armour, not deterministic CBOR, or a field outside its range. */
        MALFORMED,
        /** A card of an exercise offered in the world, or of the world in an exercise. */
        WRONG_REALM,
        /** A node card of another member than the root card, or a card of another member than was asked for. */
        WRONG_MEMBER,
        /** The root card and the node cards do not name the same nodes and origins. */
        NODES_DISAGREE,
        /** The log or witness keys are not exactly those that every card must have. */
        KEYS_INCOMPLETE,
        /** A demanded signature is not there. */
        SIGNATURE_MISSING,
        /** A signature is not of its key over this content. */
        SIGNATURE_WRONG,
        /** The checkpoint inside is not signed by all log keys of the card. */
        CHECKPOINT_WRONG,
        /** An address is not https, or leads into a private network. */
        ADDRESS_FORBIDDEN,
        /** The revision is not above the one that is held. */
        REVISION_NOT_HIGHER,
        /** Another identity than the recognised one. */
        IDENTITY_CHANGED,
        /** Another log, or other log keys, than the recognised ones. */
        LOG_CHANGED,
        /** The lowest protocol version fell. */
        VERSION_LOWERED,
        /** The checkpoint is of a smaller tree than the one that is held, or of another tree of the same size. */
        CHECKPOINT_BACK
    }

    private static final long serialVersionUID = 1L;

    private final Code code;

    CardRefused(Code code, String why) {
        super(why);
        this.code = code;
    }

    CardRefused(Code code, String why, Throwable cause) {
        super(why, cause);
        this.code = code;
    }

    public Code code() {
        return code;
    }
}

package org.comity.node.evidence;

/** Evidence bytes, or what a peer says of them, are not what they must be. */
public final class EvidenceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What was wrong. */
    public enum Fault {
        /** A length differs from the one announced, or cannot be the length of such a file. */
        WRONG_LENGTH,
        /** The list of piece hashes does not have the announced root. */
        WRONG_LIST,
        /** A piece differs from its hash in the list. */
        WRONG_PIECE,
        /** The decrypted item does not have the announced SHA-256. */
        WRONG_DIGEST,
        /** The file does not begin with an age header, or is not sealed to this node's vault. */
        NOT_FOR_THIS_VAULT,
        /** A vault copy of this node is missing or was changed. */
        DAMAGED,
        /** The item's keys were destroyed on purpose. */
        ERASED,
        /** Reading or writing failed; trying again may help. */
        STORAGE
    }

    private final Fault fault;

    public EvidenceException(Fault fault, String message) {
        super(message);
        this.fault = fault;
    }

    public EvidenceException(Fault fault, String message, Throwable cause) {
        super(message, cause);
        this.fault = fault;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    public Fault fault() {
        return fault;
    }
}

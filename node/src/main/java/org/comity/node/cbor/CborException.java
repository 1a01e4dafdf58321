package org.comity.node.cbor;

/** Bytes that are not deterministic CBOR, not what the caller asked for, or a writer used against its own counts. */
public final class CborException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int offset;

    CborException(String message, int offset) {
        super(message + " (at byte " + offset + ")");
        this.offset = offset;
    }

    /** Bytes from the start of the input (or of what was written) to the item at fault. */
    public int offset() {
        return offset;
    }
}

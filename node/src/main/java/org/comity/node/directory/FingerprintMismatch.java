package org.comity.node.directory;

/** What was typed is not the fingerprint, or no fingerprint at all; the message says where it differs. */
public final class FingerprintMismatch extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int position;

    FingerprintMismatch(String why, int position) {
        super(why);
        this.position = position;
    }

    /** The first word, or the first group of five digits, that is wrong, from 1; 0 when the count is wrong. */
    public int position() {
        return position;
    }
}

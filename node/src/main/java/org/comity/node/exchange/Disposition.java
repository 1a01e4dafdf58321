package org.comity.node.exchange;

/**
 * What became of a message that is stored and receipted. Bad content never blocks a lane: whatever is provably in the sender's
 * log and next in sequence is kept, and only this word differs.
 */
public enum Disposition {
    /** Handed to the capability it is for. */
    ACCEPTED("accepted"),
    /** Unknown kind, or an unknown key that may change the meaning. The sender must send anew after an upgrade here. */
    NOT_UNDERSTOOD("not-understood"),
    /** The envelope or the body breaks its format. */
    MALFORMED("malformed"),
    /** Written under a rulebook or under acceptances that are unknown here. */
    LAW_MISMATCH("law-mismatch"),
    /** Arrived after the expiry that it carries. */
    EXPIRED("expired"),
    /** Says again what an earlier message of another sequence said. */
    DUPLICATE_OF("duplicate-of"),
    /** The sender withdrew or erased it before delivery; its number travelled without its content. */
    WITHHELD("withheld"),
    /** Its handler failed three times; it waits for an operator. */
    DEFERRED("deferred");

    private final String word;

    Disposition(String word) {
        this.word = word;
    }

    /** The word as it stands in an {@code exchange.received} record. */
    public String word() {
        return word;
    }

    /** @throws IllegalArgumentException if no disposition has this word */
    public static Disposition ofWord(String word) {
        for (Disposition disposition : values()) {
            if (disposition.word.equals(word)) {
                return disposition;
            }
        }
        throw new IllegalArgumentException("disposition " + word + " is not known");
    }
}

package org.comity.node.exchange;

/** The body of a received message breaks the format of its kind, or contradicts what this node knows. */
public final class BodyRefused extends Exception {

    private final Disposition disposition;

    public BodyRefused(String why) {
        this(Disposition.MALFORMED, why);
    }

    public BodyRefused(Disposition disposition, String why) {
        super(why);
        this.disposition = disposition;
    }

    public Disposition disposition() {
        return disposition;
    }
}

package org.comity.node.ledger;

/**
 * Who asks for a work: the unit of fairness. A turn takes from its sources in rotation, so that no peer and no officer starves
 * another.
 *
 * @param name for example {@code officer:of-1a2b}, {@code peer:VN}, {@code node}
 */
public record Source(String name) {

    /** The node itself: timers, alarms, receipts of its own. */
    public static final Source NODE = new Source("node");

    /** Whether a person waits for the work, rather than a peer or the node itself. */
    public boolean isOfficer() {
        return name.startsWith("officer:");
    }

    public Source {
        if (name.isEmpty() || name.length() > 64) {
            throw new IllegalArgumentException("source name has " + name.length() + " characters, legal are 1 to 64");
        }
    }
}

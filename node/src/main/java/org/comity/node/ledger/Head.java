package org.comity.node.ledger;

import org.comity.tlog.Frontier;

/**
 * The newest committed state of the log.
 *
 * @param origin name of the log, with its generation
 * @param generation counts the logs of this node, from 1; a restored node opens the next
 * @param frontier right edge of the tree, which gives size and root
 * @param lastMs time of the newest record, in ms since 1970
 */
record Head(String origin, long generation, Frontier frontier, long lastMs) {

    Head with(Frontier grown, long ms) {
        return new Head(origin, generation, grown, ms);
    }

    long size() {
        return frontier.size();
    }
}

package org.comity.node.ledger;

import org.comity.tlog.TreeHead;

/**
 * A log of this node that is closed: nothing is signed under its name any more, and its proofs stay valid.
 *
 * @param origin name of the log
 * @param end where the next generation took over: leaves below {@code end.size()} are the same in both
 * @param reason why it was closed, as the operator said
 */
public record Generation(String origin, TreeHead end, String reason) {}

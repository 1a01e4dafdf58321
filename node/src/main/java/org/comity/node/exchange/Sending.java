package org.comity.node.exchange;

import org.comity.node.ledger.Logged;
import org.comity.node.ledger.Refused;
import org.comity.node.ledger.Turn;
import org.comity.node.record.Draft;

/** How capabilities send: the message is logged and queued in the same commit as the work that decided it. */
public interface Sending {

    /**
     * Logs the draft as a message and queues it for its recipient; for everyone, it joins the public stream.
     *
     * @throws Refused when the recipient is not a recognised member
     */
    Logged send(Turn turn, Draft draft) throws Refused;
}

package org.comity.node.exchange;

import org.comity.node.record.MemberId;

/** Where the exchange tells officers that a machine cannot decide what to do. */
@FunctionalInterface
public interface Alarms {

    /** @param why one sentence; names no content of a message */
    void raise(MemberId about, String why);
}

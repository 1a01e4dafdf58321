package org.comity.node.exchange;

import java.time.Instant;

/** What the exchange is to do for a link. */
sealed interface LinkAction {

    /** Ask the peer what it holds, and start a new chain with its answer. */
    record AskHello() implements LinkAction {}

    /** Build the next parcel of the chain and send it. */
    record SendParcel() implements LinkAction {}

    /** Forget the chain: what was under way counts as unsent. */
    record DropChain() implements LinkAction {}

    /** Come back with {@link LinkEvent.Woken}. */
    record WakeAt(Instant due) implements LinkAction {}

    /** Tell officers. */
    record Alarm(String why) implements LinkAction {}
}

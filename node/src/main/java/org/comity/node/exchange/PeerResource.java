package org.comity.node.exchange;

import java.util.function.Consumer;
import org.comity.node.record.MemberId;
import org.comity.node.world.PeerAnswer;
import org.comity.node.world.PeerCall;

/**
 * Something a node offers to other nodes under {@code /peer/v1/}: parcels and heads of the exchange, ranges of the evidence room.
 */
public interface PeerResource {

    /** First part of every path this resource answers, for example {@code /peer/v1/evidence}. */
    String prefix();

    /**
     * Answers one call of a recognised member; on the node's thread. {@code back} is called exactly once, at once or later.
     */
    void answer(MemberId from, PeerCall call, Consumer<PeerAnswer> back);
}

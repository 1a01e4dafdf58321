package org.comity.node.exchange;

import java.time.Instant;
import org.comity.node.record.Act;
import org.comity.node.record.MemberId;
import org.comity.tlog.Hash;

/**
 * A message of a peer that is proven to stand in that peer's log.
 *
 * @param from the member whose node sent it
 * @param act the record
 * @param index its position in the sender's log
 * @param entry its salted commitment there
 * @param caseId the local case whose key seals it at rest: that of the message it refers to by {@code case}, or a new one
 * @param at when this node received it; legal clocks start here
 */
public record Received(MemberId from, Act act, long index, Hash entry, String caseId, Instant at) {}

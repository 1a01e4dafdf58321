package org.comity.node.evidence;

import java.time.Instant;
import java.util.Optional;
import org.comity.tlog.Hash;

/**
 * One link of an item's chain of custody.
 *
 * @param number from 1, without gaps
 * @param index its place in this node's log
 * @param entry its salted commitment there, which the next link names
 * @param handling empty once the case is erased
 */
public record CustodyEntry(
        long number, CustodyEvent event, Instant at, long index, Hash entry, Optional<Handling> handling) {}

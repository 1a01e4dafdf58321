package org.comity.node.exchange;

import org.comity.node.record.Lane;

/**
 * A message whose receipt is verified and stored.
 *
 * @param index position of the message in our log
 * @param disposition what became of it at the peer
 * @param ms when the receipt was stored here, in ms since 1970
 */
public record Delivered(Lane lane, long sequence, long index, Disposition disposition, long ms) {}

/**
 * Messages between nodes: outbox, parcels, inbox, receipts, and what is known of each peer's log.
 *
 * <p>The road of a message: {@code Outbox}, {@code PeerLink}, {@code ParcelWriter}; at the peer {@code ParcelReader},
 * {@code Inbox}, {@code Receipts}; and back. Capabilities send through {@link org.comity.node.exchange.Outbox} and receive by
 * implementing {@link org.comity.node.exchange.Receiver}.
 */
@NullMarked
package org.comity.node.exchange;

import org.jspecify.annotations.NullMarked;

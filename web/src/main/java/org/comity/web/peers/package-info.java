/**
 * The face to other nodes: HTTP/1.1 over mutual TLS 1.3, both sides known by the SPKI pins of their cards.
 *
 * <p>{@link org.comity.web.peers.PeersServer} carries calls to the node's {@link org.comity.node.world.PeerFace},
 * {@link org.comity.web.peers.HttpsPeerTransport} carries the node's own calls out. HTTP/2 is left out on purpose: one parcel is in
 * flight per peer, so it gains nothing here, and a server that does not speak it cannot be flooded with its resets.
 */
@NullMarked
package org.comity.web.peers;

import org.jspecify.annotations.NullMarked;

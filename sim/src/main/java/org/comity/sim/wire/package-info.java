/**
 * What lies on the wire between nodes, read and written a second time, from docs/protocol.md alone.
 *
 * <p>The checks of a world must not share a mistake with the node they check. So nothing here uses the node's own readers of parcels,
 * answers, receipts and hellos, nor its trees. Only CBOR, SHA-256 and age come from elsewhere, each with tests of its own.
 */
@NullMarked
package org.comity.sim.wire;

import org.jspecify.annotations.NullMarked;

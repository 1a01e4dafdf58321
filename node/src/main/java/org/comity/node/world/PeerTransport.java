package org.comity.node.world;

import java.util.function.Consumer;

/**
 * The road to other nodes: mutual TLS in production, a simulated network elsewhere.
 *
 * <p>The answer, or the reason why there is none, comes back on the node's {@link Schedule}. An implementation bounds the time
 * it waits and the bytes it reads, never follows a redirect and matches one of the address's pins before it sends a byte.
 */
@FunctionalInterface
public interface PeerTransport {

    void ask(PeerAddress to, PeerCall call, Consumer<Outcome<PeerAnswer>> back);
}

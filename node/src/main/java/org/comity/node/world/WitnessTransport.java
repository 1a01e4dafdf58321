package org.comity.node.world;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The road to witnesses that are no members: C2SP tlog-witness over HTTPS, whose answers prove themselves by their signatures.
 *
 * <p>The answer, or the reason why there is none, comes back on the node's {@link Schedule}. An implementation bounds the time it waits
 * and the bytes it reads, and follows no redirect.
 */
@FunctionalInterface
public interface WitnessTransport {

    /**
     * Asks once.
     *
     * @param url the whole address
     * @param body posted as it is; empty for a GET
     */
    void ask(URI url, Optional<byte[]> body, Consumer<Outcome<PeerAnswer>> back);

    /** For a node that has no such road: every call fails. */
    static WitnessTransport none() {
        return (url, body, back) ->
                back.accept(new Outcome.Failed<>(new IOException("this node has no road to " + url)));
    }
}

package org.comity.node.world;

import java.util.Optional;
import java.util.function.Consumer;
import org.comity.node.record.MemberId;

/**
 * The receiving end of {@link PeerTransport}: what a node offers to other nodes.
 */
public interface PeerFace {

    /**
     * Whose TLS key this is, by the cards recognised at this moment; looked up on every request, since a recognition may be
     * withdrawn while a connection lives.
     */
    Optional<MemberId> memberOf(Pin pin);

    /**
     * Looks at a call whose head alone was read, and may answer it in place of its body: quotas, a full disk. Asked once for each call,
     * since it counts them. Any thread may call it.
     *
     * @param from the member whose pin the connection proved
     * @param path absolute path with query
     * @param length length of the body that would come, in bytes
     * @return the refusal; empty when the body may come
     */
    default Optional<PeerAnswer> beforeBody(MemberId from, String method, String path, long length) {
        return Optional.empty();
    }

    /**
     * Answers one call. Any thread may call it; {@code back} is called exactly once, on any thread.
     *
     * @param from the member whose pin the connection proved
     */
    void answer(MemberId from, PeerCall call, Consumer<PeerAnswer> back);
}

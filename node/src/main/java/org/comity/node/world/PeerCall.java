package org.comity.node.world;

import java.util.Optional;

/**
 * One request to a peer's node, as it lies on the wire.
 *
 * @param method {@code GET} or {@code POST}
 * @param path absolute path with query, for example {@code /peer/v1/parcels}
 * @param body request body; empty for {@code GET}
 * @param range bytes wanted of a long answer (RFC 9110, section 14), if not all
 */
public record PeerCall(String method, String path, byte[] body, Optional<ByteRange> range) {

    public PeerCall {
        if (!method.equals("GET") && !method.equals("POST")) {
            throw new IllegalArgumentException("method " + method + " is not one of GET, POST");
        }
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("path " + path + " does not start with /");
        }
    }

    public static PeerCall get(String path) {
        return new PeerCall("GET", path, new byte[0], Optional.empty());
    }

    public static PeerCall get(String path, ByteRange range) {
        return new PeerCall("GET", path, new byte[0], Optional.of(range));
    }

    public static PeerCall post(String path, byte[] body) {
        return new PeerCall("POST", path, body, Optional.empty());
    }
}

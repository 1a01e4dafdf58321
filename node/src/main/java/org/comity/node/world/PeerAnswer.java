package org.comity.node.world;

import java.util.OptionalLong;

/**
 * What a peer's node answered, as it lies on the wire.
 *
 * @param status HTTP status code
 * @param contentType media type of the body
 * @param body answer, or a problem (RFC 9457) in CBOR or JSON as the media type says
 * @param retryAfterSeconds when the peer asks not to be called before then
 */
public record PeerAnswer(int status, String contentType, byte[] body, OptionalLong retryAfterSeconds) {

    public PeerAnswer {
        if (status < 100 || status > 599) {
            throw new IllegalArgumentException("status " + status + " is not between 100 and 599");
        }
    }

    public static PeerAnswer of(int status, String contentType, byte[] body) {
        return new PeerAnswer(status, contentType, body, OptionalLong.empty());
    }
}

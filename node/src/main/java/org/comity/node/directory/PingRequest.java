package org.comity.node.directory;

import org.comity.node.access.Octets;
import org.comity.node.cbor.CborException;
import org.comity.node.cbor.CborReader;
import org.comity.node.cbor.CborWriter;
import org.comity.node.ledger.Refused;

/**
 * The body of a {@code ping.request} or {@code ping.exercise}: deterministic CBOR {1: challenge}.
 *
 * @param challenge 32 random bytes that the answer must sign
 */
public record PingRequest(Octets challenge) {

    /** Length of a challenge in bytes. */
    public static final int CHALLENGE_BYTES = 32;

    public PingRequest {
        if (challenge.length() != CHALLENGE_BYTES) {
            throw new IllegalArgumentException(
                    "challenge has " + challenge.length() + " bytes, legal is exactly " + CHALLENGE_BYTES);
        }
    }

    public byte[] encode() {
        CborWriter out = new CborWriter().map(1);
        return out.uint(1).bytes(challenge.bytes()).toBytes();
    }

    /**
     * Reads a body.
     *
     * @throws Refused with {@link Refused.Code#INVALID}
     */
    public static PingRequest decode(byte[] body) throws Refused {
        try {
            CborReader in = new CborReader(body);
            CborFields.requireMap(in, 1);
            PingRequest request = new PingRequest(Octets.of(CborFields.at(in, 1).bytes()));
            in.end();
            return request;
        } catch (CborException | IllegalArgumentException e) {
            throw new Refused(Refused.Code.INVALID, "the ping is malformed: " + e.getMessage(), "send {1: challenge}");
        }
    }
}

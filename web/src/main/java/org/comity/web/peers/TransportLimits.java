package org.comity.web.peers;

import java.time.Duration;

/**
 * How long this node waits for a peer and how much it reads from one.
 *
 * @param answerBytes longest answer
 * @param rangeBytes longest answer to a call for a range
 * @param connect time to connect and shake hands
 * @param head time from the call to the head of its answer
 * @param whole time for the whole call, at one address
 * @param callsAtOnce calls under way to all peers together
 */
public record TransportLimits(
        int answerBytes, int rangeBytes, Duration connect, Duration head, Duration whole, int callsAtOnce) {

    public TransportLimits {
        if (answerBytes < 1 || rangeBytes < 1 || callsAtOnce < 1) {
            throw new IllegalArgumentException("limits of " + answerBytes + " and " + rangeBytes + " bytes and "
                    + callsAtOnce + " calls must be positive");
        }
    }

    public static TransportLimits standard() {
        return new TransportLimits(
                PeerLimits.PARCEL_BODY_BYTES,
                4 << 20,
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofMinutes(5),
                512);
    }
}

package org.comity.web.officers;

import java.time.Duration;

/**
 * How much of this node one token may use.
 *
 * @param jsonBytes longest JSON body
 * @param streamBytes longest streamed body
 * @param jsonTime longest time for a JSON body
 * @param streamTime longest time for a streamed body
 * @param handshake longest TLS handshake
 * @param silence longest wait of one read; kept over TLS only
 * @param patience longest wait for the node's own work
 * @param connections TCP connections at once
 * @param callsPerSecond steady rate of calls of one token
 * @param burst calls of one token at once after a pause
 */
public record OfficerLimits(
        int jsonBytes,
        long streamBytes,
        Duration jsonTime,
        Duration streamTime,
        Duration handshake,
        Duration silence,
        Duration patience,
        int connections,
        int callsPerSecond,
        int burst) {

    public OfficerLimits {
        if (jsonBytes < 1 || streamBytes < 1 || connections < 1 || callsPerSecond < 1 || burst < 1) {
            throw new IllegalArgumentException(
                    "limits of " + jsonBytes + " and " + streamBytes + " bytes, " + connections + " connections, "
                            + callsPerSecond + " calls a second and bursts of " + burst + " must be positive");
        }
    }

    public static OfficerLimits standard() {
        return new OfficerLimits(
                1 << 20,
                1L << 42,
                Duration.ofSeconds(30),
                Duration.ofHours(24),
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                512,
                50,
                200);
    }
}

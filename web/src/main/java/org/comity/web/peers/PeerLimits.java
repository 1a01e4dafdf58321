package org.comity.web.peers;

import java.time.Duration;

/**
 * How much of this node a peer may use.
 *
 * @param bodyBytes longest request body; a parcel of 8 MiB and what age adds
 * @param bodiesAtOnceBytes memory for the bodies of all requests under way
 * @param callsOfOneMember requests of one member under way at once
 * @param connections TCP connections at once, of members and strangers
 * @param handshakesOfOneAddress connections of one address at once whose handshake is not done
 * @param connectionsOfOneMember connections of one TLS key at once
 * @param bodyGrace time a body may take whatever its length
 * @param bodyBytesPerSecond slowest rate of a longer body
 * @param handshake longest TLS handshake
 * @param silence longest time without a byte, on a connection that is idle or in the middle of a request. It is longer than the
 *     30 seconds after which a peer's client gives an idle connection up, so a call never meets a connection just closed
 * @param answer longest time the node may take for an answer
 */
public record PeerLimits(
        int bodyBytes,
        long bodiesAtOnceBytes,
        int callsOfOneMember,
        int connections,
        int handshakesOfOneAddress,
        int connectionsOfOneMember,
        Duration bodyGrace,
        int bodyBytesPerSecond,
        Duration handshake,
        Duration silence,
        Duration answer) {

    /** A parcel of 8 MiB, an age header of 4 KiB and 16 bytes for each of its 64 KiB chunks, rounded up. */
    public static final int PARCEL_BODY_BYTES = (8 << 20) + (16 << 10);

    public PeerLimits {
        if (bodyBytes < 1
                || bodiesAtOnceBytes < bodyBytes
                || callsOfOneMember < 1
                || connections < 1
                || handshakesOfOneAddress < 1
                || connectionsOfOneMember < 1
                || bodyBytesPerSecond < 1) {
            throw new IllegalArgumentException("limits of " + bodyBytes + " bytes a body, " + bodiesAtOnceBytes
                    + " bytes at once, " + callsOfOneMember + " calls, " + connections + " connections and "
                    + bodyBytesPerSecond + " bytes a second must all be positive, and one body must fit");
        }
    }

    public static PeerLimits standard() {
        return new PeerLimits(
                PARCEL_BODY_BYTES,
                128L << 20,
                8,
                1024,
                64,
                32,
                Duration.ofSeconds(10),
                32 << 10,
                Duration.ofSeconds(10),
                Duration.ofSeconds(45),
                Duration.ofSeconds(30));
    }

    /** When a body of this length must be here, counted from its start. */
    Duration bodyTime(long length) {
        return bodyGrace.plusMillis(length * 1000 / bodyBytesPerSecond);
    }
}

package org.comity.web.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.comity.web.AccessLog;

/** Limits and logs for tests that start servers on the loopback address. */
final class HttpsPeers {

    static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-05-01T12:00:00Z"));

    private HttpsPeers() {}

    static PeerLimits limits() {
        return new PeerLimits(
                PeerTransportContract.BODY_LIMIT,
                4L * PeerTransportContract.BODY_LIMIT,
                4,
                64,
                16,
                8,
                Duration.ofMillis(300),
                1 << 20,
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(2));
    }

    static TransportLimits outgoing() {
        return new TransportLimits(
                PeerTransportContract.BODY_LIMIT,
                2048,
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                16);
    }

    static AccessLog log() {
        try {
            Path file = Files.createTempFile("access", ".log");
            file.toFile().deleteOnExit();
            return AccessLog.open(file, CLOCK);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

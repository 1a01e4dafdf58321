package org.comity.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessLogTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-05-01T12:00:00Z"));

    @TempDir
    Path folder;

    private static AccessLog.Line line(String method) {
        return new AccessLog.Line("::1", "of-1", method, "/v1/status", 200, 12, 1500, "ab");
    }

    @Test
    void writesTheCombinedOrder() throws IOException {
        Path file = folder.resolve("access.log");
        try (AccessLog log = AccessLog.open(file, CLOCK)) {
            log.write(line("GET"));
        }
        assertThat(file)
                .hasContent(
                        "::1 - of-1 [01/May/2026:12:00:00 +0000] \"GET /v1/status HTTP/1.1\" 200 12 \"-\" \"ab\" 1.500ms");
    }

    @Test
    void foreignTextCannotForgeALine() throws IOException {
        Path file = folder.resolve("access.log");
        try (AccessLog log = AccessLog.open(file, CLOCK)) {
            log.write(line("GET\n::1 - admin \"\u202e"));
        }
        assertThat(Files.readAllLines(file)).singleElement().asString().contains("\"GET?::1?-?admin??? ");
    }

    @Test
    void fullFileMovesAside() throws IOException {
        Path file = folder.resolve("access.log");
        try (AccessLog log = AccessLog.open(file, CLOCK, 150)) {
            for (int i = 0; i < 3; i++) {
                log.write(line("GET"));
            }
        }
        assertThat(Files.readAllLines(folder.resolve("access.log.1"))).hasSize(2);
        assertThat(Files.readAllLines(file)).hasSize(1);
    }

    @Test
    void goesOnAfterARestart() throws IOException {
        Path file = folder.resolve("access.log");
        for (int i = 0; i < 2; i++) {
            try (AccessLog log = AccessLog.open(file, CLOCK)) {
                log.write(line("GET"));
            }
        }
        assertThat(Files.readAllLines(file)).hasSize(2);
    }
}

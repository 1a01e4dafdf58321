package org.comity.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimedBodyTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private static InputStream bytes(int count) {
        return new ByteArrayInputStream(new byte[count]);
    }

    @Test
    void readsExactlyTheAnnouncedLength() throws IOException {
        assertThat(TimedBody.exactly(bytes(200_001), 200_000, LONG)).hasSize(200_000);
    }

    @Test
    void refusesABodyThatEndsEarly() {
        assertThatThrownBy(() -> TimedBody.exactly(bytes(99), 100, LONG))
                .isInstanceOf(IOException.class)
                .hasMessage("the body ended after 99 of 100 bytes");
    }

    @Test
    void takesABodyOfTheLimit() throws IOException {
        assertThat(TimedBody.atMost(bytes(100), 100, LONG)).hasSize(100);
    }

    @Test
    void refusesABodyOverTheLimit() {
        assertThatThrownBy(() -> TimedBody.atMost(bytes(101), 100, LONG)).isInstanceOf(LongBody.class);
    }

    @Test
    void refusesABodyAfterItsTime() {
        assertThatThrownBy(() -> TimedBody.exactly(bytes(100), 100, Duration.ofNanos(-1)))
                .isInstanceOf(SlowBody.class);
    }

    @Test
    void takesTheSilenceOfASocketForASlowBody() {
        InputStream silent = new InputStream() {
            @Override
            public int read() {
                return read(new byte[1], 0, 1);
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                throw new IllegalStateException("wrapped", new SocketTimeoutException("Read timed out"));
            }
        };
        assertThatThrownBy(() -> TimedBody.exactly(silent, 100, LONG)).isInstanceOf(SlowBody.class);
    }
}

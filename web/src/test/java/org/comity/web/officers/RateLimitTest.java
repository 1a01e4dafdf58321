package org.comity.web.officers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitTest {

    private final AtomicLong now = new AtomicLong();
    private final RateLimit limit = new RateLimit(2, 3, now::get);

    @Test
    void burstIsServedAndThenTheRate() {
        for (int i = 0; i < 3; i++) {
            assertThat(limit.take("a")).isEmpty();
        }
        assertThat(limit.take("a")).hasValue(1);

        now.addAndGet(500_000_000L);

        assertThat(limit.take("a")).isEmpty();
        assertThat(limit.take("a")).hasValue(1);
    }

    @Test
    void longPauseGivesNoMoreThanABurst() {
        limit.take("a");
        now.addAndGet(3_600_000_000_000L);
        for (int i = 0; i < 3; i++) {
            assertThat(limit.take("a")).isEmpty();
        }
        assertThat(limit.take("a")).isPresent();
    }

    @Test
    void tokensDoNotShareABucket() {
        for (int i = 0; i < 4; i++) {
            limit.take("a");
        }
        assertThat(limit.take("b")).isEmpty();
    }
}

package org.comity.node.casework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"C-2026-000123", "C-2026-1234567"})
    void readsWhatItPrints(String text) {
        assertThat(CaseId.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "C-2026-123",
                "R-2026-000123",
                "c-2026-000123",
                "C-2026-000000",
                "C-2026-0000123",
                "C-2026-000123 ",
                "C-1969-000001",
                "C-2026-1234567890"
            })
    void refusesOtherSpellings(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> CaseId.parse(text));
    }

    @Test
    void ordersByYearThenNumber() {
        assertThat(new RequestId(2026, 999_999_999)).isLessThan(new RequestId(2027, 1));
        assertThat(RequestId.ofOrdinal(new RequestId(2026, 7).ordinal())).isEqualTo(new RequestId(2026, 7));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-03-01 09:30:00Z", "2026-03-01T09:30:00", "2026-03-01T09:30:00+00:00", "2026-02-30T09:30:00Z",
                "2026-03-01T25:30:00Z", "2026-03-01T09:30:00.1234Z", "1969-12-31T23:59:59Z", "now"
            })
    void timeRefusesOtherSpellings(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> UtcTime.parse(text));
    }

    @Test
    void timeKeepsMilliseconds() {
        assertThat(UtcTime.parse("2026-03-01T09:30:00.5Z").ms() % 1_000).isEqualTo(500);
    }
}

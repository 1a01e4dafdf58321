package org.comity.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReportTest {

    @Test
    void writesOneJsonObjectInTheOrderOfTheFigures() {
        Report report = new Report("exchange")
                .figure("exchanges_per_second", "exchanges", 2_345.6, 0, "per second")
                .figure("p50_ms", "latency p50", 12.34, 1, "ms");
        assertThat(report.json())
                .isEqualTo("{\"benchmark\":\"exchange\",\"exchanges_per_second\":2346,\"p50_ms\":12.3}");
    }

    @Test
    void leavesOutOfTheJsonWhatWasNotMeasured() {
        Report report =
                new Report("age").figure("age_seal_mib_per_second", "age program, seal", Double.NaN, 0, "MiB/s");
        assertThat(report.json()).isEqualTo("{\"benchmark\":\"age\"}");
        assertThat(report.table()).contains("age program, seal  not measured");
    }

    @Test
    void alignsItsTable() {
        Report report = new Report("log").figure("a", "short", 1, 0, "x").figure("b", "much longer", 1_000, 0, "y");
        assertThat(report.table()).isEqualTo("log\n  short            1  x\n  much longer  1,000  y\n");
    }
}

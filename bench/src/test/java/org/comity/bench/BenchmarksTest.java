package org.comity.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Each benchmark runs with tiny settings and says what it should; how fast it was is nobody's business here. */
class BenchmarksTest {

    private static final BenchOptions TINY = BenchOptions.standard()
            .withJson(true)
            .withSeconds(1)
            .withWarmUpSeconds(0)
            .withWaiting(8)
            .withFileMiB(2)
            .withOneProcess(true);

    private static JsonNode lastLine(String name, BenchOptions options) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Benchmarks.run(name, options, new PrintStream(bytes, true, StandardCharsets.UTF_8));
        List<String> lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
        JsonNode object = JsonMapper.shared().readTree(lines.getLast());
        assertThat(object.get("benchmark").asString()).isEqualTo(name);
        assertThat(lines).as("a table stands above").contains(name);
        return object;
    }

    private static void assertPositive(JsonNode object, String... keys) {
        for (String key : keys) {
            assertThat(object.path(key).asDouble()).as(key).isPositive();
        }
    }

    @Test
    void exchangesBetweenTwoNodesInOneProcess() {
        JsonNode object = lastLine("exchange", TINY);
        assertPositive(
                object, "exchanges_per_second", "p50_ms", "p99_ms", "cpu_us_per_exchange", "messages_per_parcel");
        assertThat(object.get("failed").asLong()).isZero();
        assertThat(object.get("waiting").asLong()).isEqualTo(8);
    }

    @Test
    void exchangesBetweenTwoProcesses() {
        JsonNode object = lastLine("exchange", TINY.withOneProcess(false));
        assertPositive(object, "exchanges_per_second", "receiver_commits_per_second", "cpu_us_per_exchange");
        assertThat(object.get("failed").asLong()).isZero();
    }

    @Test
    void offersExchangesAtARate() {
        JsonNode object = lastLine("exchange", TINY.withRate(50));
        assertPositive(object, "exchanges_per_second", "p50_ms");
        assertThat(object.get("offered_per_second").asLong()).isEqualTo(50);
        assertThat(object.get("not_offered").asLong()).isZero();
    }

    @Test
    void appendsToALog() {
        JsonNode object = lastLine("log", TINY);
        assertPositive(object, "appends_per_second", "p50_ms", "commits_per_second", "appends_per_commit");
        assertThat(object.get("failed").asLong()).isZero();
    }

    @Test
    void sealsAndOpensAFile() {
        JsonNode object = lastLine("age", TINY);
        assertPositive(object, "seal_mib_per_second", "open_mib_per_second", "heap_peak_mib");
        assertThat(object.get("age_version").asString()).isNotBlank();
    }

    @Test
    void checksProofs() {
        JsonNode object = lastLine("proofs", TINY);
        assertPositive(object, "inclusion_proofs_per_second", "batched_records_per_second", "checkpoints_per_second");
    }

    @Test
    void startsANode() {
        assertPositive(lastLine("start", TINY), "first_answer_ms");
    }

    @Test
    void printsNoJsonUnlessAsked() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Benchmarks.run("proofs", TINY.withJson(false), new PrintStream(bytes, true, StandardCharsets.UTF_8));
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .contains("per second and core")
                .doesNotContain("{");
    }

    @Test
    void refusesAnUnknownName() {
        assertThatThrownBy(() -> Benchmarks.run("exchnage", TINY, System.out))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("exchnage")
                .hasMessageContaining("exchange, log, age");
    }

    @Test
    void refusesMoreCallersThanANodeQueues() {
        assertThatThrownBy(() -> TINY.withWaiting(16_385))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("16385")
                .hasMessageContaining("1 to 16384");
    }
}

package org.comity.node.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SystemEntropyTest {

    private final SystemEntropy entropy = new SystemEntropy();

    @Test
    void noSmallDrawRepeatsOrStaysEmptyOverManyBlocks() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            assertThat(seen.add(HexFormat.of().formatHex(entropy.bytes(16)))).isTrue();
        }
        assertThat(seen).doesNotContain("00".repeat(16));
    }

    @Test
    void drawsOfEveryLengthAreFilled() {
        for (int length = 8; length <= 200; length++) {
            assertThat(entropy.bytes(length)).hasSize(length).isNotEqualTo(new byte[length]);
        }
    }
}

package org.comity.node.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ladder to which a log is padded. */
class LogPaddingTest {

    @ParameterizedTest
    @CsvSource({"1, 16", "16, 16", "17, 18", "18, 18", "100, 104", "1000, 1024", "1025, 1088", "6000000, 6029312"})
    void stepsOfTheLadder(long leaves, long step) {
        assertThat(LogPadding.step(leaves)).isEqualTo(step);
    }

    @Test
    void aStepIsNeverBelowAndAtMostAnEighthAbove() {
        for (long leaves = 1; leaves < 100_000; leaves++) {
            long step = LogPadding.step(leaves);
            assertThat(step).isGreaterThanOrEqualTo(leaves);
            assertThat(step - leaves).isLessThanOrEqualTo(Math.max(LogPadding.FLOOR, leaves * 12 / 100));
            assertThat(LogPadding.step(step)).as("a step stays where it is").isEqualTo(step);
        }
    }

    @Test
    void fewStepsAreToldApart() {
        TreeSet<Long> steps = new TreeSet<>();
        for (long leaves = 1; leaves <= 100_000; leaves++) {
            steps.add(LogPadding.step(leaves));
        }
        assertThat(steps).hasSizeLessThan(200);
    }

    @Test
    void refusesNoLeaves() {
        assertThatThrownBy(() -> LogPadding.step(0)).isInstanceOf(IllegalArgumentException.class);
    }
}

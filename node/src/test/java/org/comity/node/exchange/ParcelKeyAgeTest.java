package org.comity.node.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A node reminds its officers of the parcel key that is due. */
final class ParcelKeyAgeTest {

    private final Stage stage = new Stage();

    private List<String> reminders() {
        return stage.alarms().stream().filter(why -> why.contains("parcel key")).toList();
    }

    @Test
    void aKeyOfAMonthIsNoReason() {
        stage.pass(Duration.ofDays(31));
        assertThat(reminders()).isEmpty();
    }

    @Test
    void anOlderKeyIsToldOnceADay() {
        stage.pass(Duration.ofDays(34));
        assertThat(reminders()).isNotEmpty().hasSizeLessThan(4).allMatch(why -> why.contains("rotate-parcel"));
    }

    @Test
    void theAgeCountsOverRestarts() {
        stage.pass(Duration.ofDays(20));
        stage.killAndRestart();
        stage.pass(Duration.ofDays(10));
        assertThat(reminders()).isEmpty();
        stage.pass(Duration.ofDays(4));
        assertThat(reminders()).isNotEmpty();
    }
}

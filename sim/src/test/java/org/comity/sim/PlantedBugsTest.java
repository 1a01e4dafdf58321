package org.comity.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The worlds notice what they are there to notice: faults put into the node on purpose break a promise within a few stories.
 *
 * <p>A few of them in every build; all of them with {@code -Dplanted=all}, as the table of docs/simulation.md was made.
 */
final class PlantedBugsTest {

    private static final Set<String> USUAL = Set.of(
            "signs before the commit",
            "completes futures at the commit",
            "starts on an older database",
            "does what a failed work left to do");

    private static final int STORIES = 40;

    static Stream<PlantedBug> bugs() {
        String wanted = System.getProperty("planted", "");
        List<PlantedBug> all = PlantedBugs.all();
        return wanted.equals("all")
                ? all.stream()
                : all.stream()
                        .filter(bug -> wanted.isEmpty()
                                ? USUAL.contains(bug.name())
                                : bug.name().contains(wanted));
    }

    @ParameterizedTest
    @MethodSource("bugs")
    void isCaught(PlantedBug bug) throws Exception {
        PlantedBug.Outcome outcome = bug.hunt(PlantedBug.scratch(bug.name()), 1, STORIES);
        System.out.println("planted: " + bug.name() + " | " + outcome.stories() + " | " + outcome.what());
        assertThat(outcome.caught()).as("%s: %s", bug.name(), outcome.what()).isTrue();
    }
}

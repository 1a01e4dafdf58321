package org.comity.node.casework;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The table, written out a second time by hand and compared pair by pair. A dash is illegal, a star is legal as a crossing only. */
class PreservationTransitionsTest {
    private static final String TABLE = """
            state              | edit  sign               send supply-signature see       accept    refuse    ask-extension extend    complete  withdraw   expire
            draft              | draft awaiting-signature -    -                -         -         -         -             -         -         withdrawn  -
            awaiting-signature | draft awaiting-signature sent -                -         -         -         -             -         -         withdrawn  -
            sent               | -     -                  -    sent             seen      accepted  refused   -             -         -         withdrawn  -
            unsigned           | -     -                  -    received         -         -         -         -             -         -         withdrawn  -
            received           | -     -                  -    received         seen      accepted  refused   -             -         -         withdrawn  -
            seen               | -     -                  -    seen             -         accepted  refused   -             -         -         withdrawn  -
            accepted           | -     -                  -    accepted         -         -         -         accepted      extended  completed withdrawn  expired
            extended           | -     -                  -    extended         -         -         -         extended      extended  completed withdrawn  expired
            refused            | -     -                  -    *refused         -         -         -         -             -         -         *withdrawn -
            completed          | -     -                  -    *completed       -         -         -         *completed    -         -         *withdrawn -
            expired            | -     -                  -    *expired         -         -         -         *expired      *extended *completed *withdrawn -
            withdrawn          | -     -                  -    -                *withdrawn *withdrawn *withdrawn -          *withdrawn *withdrawn -        -
            """;

    private record Cell(PreservationState state, PreservationEvent event, String to) {}

    private static List<Cell> cells() {
        List<String> lines = TABLE.lines().toList();
        String[] events = lines.getFirst().split("\\|", -1)[1].strip().split("\\s+", -1);
        List<Cell> cells = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] halves = line.split("\\|", -1);
            String[] targets = halves[1].strip().split("\\s+", -1);
            for (int i = 0; i < events.length; i++) {
                cells.add(new Cell(PreservationState.ofWord(halves[0].strip()), event(events[i]), targets[i]));
            }
        }
        return cells;
    }

    private static PreservationEvent event(String word) {
        return Arrays.stream(PreservationEvent.values())
                .filter(e -> e.word().equals(word))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void tableOfThisTestHasEveryPairOnce() {
        assertThat(cells().stream().map(c -> c.state() + " " + c.event()))
                .doesNotHaveDuplicates()
                .hasSize(PreservationState.values().length * PreservationEvent.values().length);
    }

    @TestFactory
    Stream<DynamicTest> everyPair() {
        return cells().stream()
                .map(cell -> DynamicTest.dynamicTest(cell.state() + " " + cell.event() + " " + cell.to(), () -> {
                    boolean crossing = cell.to().startsWith("*");
                    Optional<PreservationState> to = cell.to().equals("-")
                            ? Optional.empty()
                            : Optional.of(PreservationState.ofWord(cell.to().replace("*", "")));
                    assertThat(PreservationTransitions.next(cell.state(), cell.event()))
                            .isEqualTo(crossing ? Optional.empty() : to);
                    assertThat(PreservationTransitions.crossing(cell.state(), cell.event()))
                            .isEqualTo(crossing ? to : Optional.empty());
                }));
    }

    /** Whatever two messages cross, both sides end alike: the reason why there is a second table. */
    @TestFactory
    Stream<DynamicTest> sidesAgreeAfterMessagesCross() {
        List<PreservationState> shared = List.of(
                PreservationState.SENT, PreservationState.SEEN, PreservationState.ACCEPTED, PreservationState.EXTENDED);
        List<DynamicTest> tests = new ArrayList<>();
        for (PreservationState state : shared) {
            for (PreservationEvent asked : byMessage(Side.REQUESTED)) {
                for (PreservationEvent asking : byMessage(Side.REQUESTING)) {
                    Optional<PreservationState> there = PreservationTransitions.next(state, asked);
                    Optional<PreservationState> here = PreservationTransitions.next(state, asking);
                    if (there.isPresent() && here.isPresent()) {
                        tests.add(DynamicTest.dynamicTest(
                                state + ": " + asked + " crosses " + asking,
                                () -> assertThat(taken(there.get(), asking)).isEqualTo(taken(here.get(), asked))));
                    }
                }
            }
        }
        return tests.stream();
    }

    private static List<PreservationEvent> byMessage(Side side) {
        return Arrays.stream(PreservationEvent.values())
                .filter(e -> e.by().equals(Optional.of(side)) && e.message().isPresent())
                .toList();
    }

    private static PreservationState taken(PreservationState state, PreservationEvent event) {
        return PreservationTransitions.next(state, event)
                .or(() -> PreservationTransitions.crossing(state, event))
                .orElseThrow(() -> new AssertionError(event + " is lost in " + state));
    }
}

package org.comity.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ProblemTest {

    @Test
    void writesTheMembersOfTheStandardAndItsOwn() {
        Problem problem = Problem.of(409, "wrong-state", "It is \"closed\".").withRemedy("Open it.");

        assertThat(new String(problem.json(Map.of("request", "ab")), UTF_8))
                .isEqualTo("{\"type\":\"/problems/wrong-state\",\"title\":\"Wrong state\",\"status\":409,"
                        + "\"detail\":\"It is \\\"closed\\\".\",\"remedy\":\"Open it.\",\"request\":\"ab\"}");
    }

    @Test
    void refusesAStatusOfSuccess() {
        assertThatThrownBy(() -> Problem.of(200, "fine", "")).hasMessageContaining("not between 400 and 599");
    }

    @Test
    void refusesASlugThatIsNoWord() {
        assertThatThrownBy(() -> Problem.of(400, "../x", "")).hasMessageContaining("../x");
    }
}

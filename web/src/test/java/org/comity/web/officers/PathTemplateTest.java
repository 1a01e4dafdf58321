package org.comity.web.officers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathTemplateTest {

    private final PathTemplate proof = PathTemplate.of("/v1/messages/{id}/proof");

    @Test
    void namesTheParts() {
        assertThat(proof.match("/v1/messages/a-1/proof")).hasValue(Map.of("id", "a-1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/messages/a/proof/",
                "/v1/messages//proof",
                "/v1/messages/a/b/proof",
                "/v1/messages/../proof",
                "/v1/messages/%61/proof",
                "/v1/messages/a",
                "v1/messages/a/proof",
                ""
            })
    void refusesPathsThatDoNotFit(String path) {
        assertThat(proof.match(path)).isEmpty();
    }

    @Test
    void lastPartMayTakeTheRest() {
        assertThat(PathTemplate.of("/v1/log/tile/{tile...}").match("/v1/log/tile/0/x001/067.p/8"))
                .hasValue(Map.of("tile", "0/x001/067.p/8"));
    }

    @Test
    void restIsNotEmpty() {
        assertThat(PathTemplate.of("/v1/log/tile/{tile...}").match("/v1/log/tile"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "/v1/", "/v1/{id", "/v1/{rest...}/more", "/V1"})
    void refusesTemplatesThatAreNone(String template) {
        assertThatThrownBy(() -> PathTemplate.of(template)).isInstanceOf(IllegalArgumentException.class);
    }
}

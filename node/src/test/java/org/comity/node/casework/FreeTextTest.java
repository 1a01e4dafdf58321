package org.comity.node.casework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FreeTextTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 7, 8, 9, 13, 27, 127, 0x85, 0x2028, 0x2029, 0xFFFE, 0xFDD0, 0x1FFFF})
    void refusesCharactersThatCannotBeShown(int point) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FreeText.paragraphs("facts", "a" + Character.toString(point) + "b"))
                .withMessageContaining(String.format("U+%04X", point));
    }

    @Test
    void refusesLoneSurrogate() {
        assertThatIllegalArgumentException().isThrownBy(() -> FreeText.line("title", "a\ud800b"));
    }

    @Test
    void lineRefusesLineFeedAndParagraphsKeepIt() {
        assertThatIllegalArgumentException().isThrownBy(() -> FreeText.line("title", "a\nb"));
        assertThat(FreeText.paragraphs("facts", "a\nb")).isEqualTo("a\nb");
    }

    @Test
    void refusesBlank() {
        assertThatIllegalArgumentException().isThrownBy(() -> FreeText.line("title", " \u3000 "));
    }

    @Test
    void refusesTooLong() {
        assertThat(FreeText.line("title", "x".repeat(500))).hasSize(500);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FreeText.line("title", "x".repeat(501)))
                .withMessageContaining("501");
        assertThatIllegalArgumentException().isThrownBy(() -> FreeText.paragraphs("facts", "x".repeat(20_001)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x61C, 0x200E, 0x200F, 0x202A, 0x202E, 0x2066, 0x2069})
    void keepsAndReportsCharactersThatSteerDirection(int point) {
        String text = "a" + Character.toString(point) + "b";
        assertThat(FreeText.line("title", text)).isEqualTo(text);
        assertThat(FreeText.steersDirection(text)).isTrue();
    }

    @Test
    void arabicAloneSteersNothing() {
        assertThat(FreeText.steersDirection("\u0646\u0635 text")).isFalse();
    }
}

package org.comity.node.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OfficerSecretKeyTest {

    private final OfficerSecretKey key = OfficerSecretKey.generate(new SeededEntropy(1));

    @Test
    void readsBackItsText() {
        assertThat(OfficerSecretKey.parse("  " + key.revealText() + "\n").keyId())
                .isEqualTo(key.keyId());
    }

    @Test
    void readsBackItsFile(@TempDir Path folder) {
        key.create(folder.resolve("officer.key"));
        assertThat(OfficerSecretKey.load(folder.resolve("officer.key")).keyId()).isEqualTo(key.keyId());
    }

    @Test
    void refusesEveryChangedDigit() {
        String text = key.revealText();
        for (int i = OfficerSecretKey.PREFIX.length(); i < text.length(); i++) {
            char other = text.charAt(i) == '0' ? '1' : '0';
            String changed = text.substring(0, i) + other + text.substring(i + 1);
            assertThatThrownBy(() -> OfficerSecretKey.parse(changed))
                    .isInstanceOf(SecretFileRefused.class)
                    .hasMessageContaining("mistyped");
        }
    }

    @Test
    void refusesAMissingDigit() {
        String text = key.revealText();
        assertThatThrownBy(() -> OfficerSecretKey.parse(text.substring(0, text.length() - 1)))
                .isInstanceOf(SecretFileRefused.class);
        assertThatThrownBy(() -> OfficerSecretKey.parse(text.substring(0, text.length() - 2)))
                .isInstanceOf(SecretFileRefused.class);
    }

    @Test
    void refusesAnotherPrefix() {
        assertThatThrownBy(() -> OfficerSecretKey.parse("AGE" + key.revealText()))
                .isInstanceOf(SecretFileRefused.class)
                .hasMessageContaining(OfficerSecretKey.PREFIX);
    }

    @Test
    void showsTheSecretNeitherInPrintNorInRefusals() {
        String digits =
                key.revealText().substring(OfficerSecretKey.PREFIX.length(), OfficerSecretKey.PREFIX.length() + 12);
        assertThat(key.toString()).doesNotContainIgnoringCase(digits);
        assertThatThrownBy(() -> OfficerSecretKey.parse(key.revealText().replace(digits, digits + "X")))
                .satisfies(e -> assertThat(e.toString()).doesNotContain(digits))
                .hasNoCause();
    }
}

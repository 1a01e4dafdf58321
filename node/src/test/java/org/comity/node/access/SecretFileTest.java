package org.comity.node.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFileTest {

    private static final String MAGIC = "test-secret-v1";

    @TempDir
    Path folder;

    @Test
    void readsBackWhatWasWritten() {
        Path file = folder.resolve("a/b/secret");
        SecretFile.create(file, MAGIC, new byte[] {1, 2, 3});
        assertThat(SecretFile.read(file, MAGIC)).containsExactly(1, 2, 3);
    }

    @Test
    void writesForItsOwnerOnly() throws IOException {
        Path file = folder.resolve("secret");
        SecretFile.create(file, MAGIC, new byte[] {1});
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void leavesNoTemporaryFile() throws IOException {
        SecretFile.create(folder.resolve("secret"), MAGIC, new byte[] {1});
        SecretFile.replace(folder.resolve("secret"), MAGIC, new byte[] {2});
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("secret"));
        }
    }

    @Test
    void replacesInPlace() {
        Path file = folder.resolve("secret");
        SecretFile.create(file, MAGIC, new byte[] {1});
        SecretFile.replace(file, MAGIC, new byte[] {2});
        assertThat(SecretFile.read(file, MAGIC)).containsExactly(2);
    }

    @Test
    void survivesTheTemporaryFileOfACrash() throws IOException {
        Files.write(folder.resolve(".secret.new"), new byte[] {9});
        SecretFile.create(folder.resolve("secret"), MAGIC, new byte[] {1});
        assertThat(SecretFile.read(folder.resolve("secret"), MAGIC)).containsExactly(1);
    }

    @Test
    void refusesToOverwriteAKey() {
        Path file = folder.resolve("secret");
        SecretFile.create(file, MAGIC, new byte[] {1});
        assertThatThrownBy(() -> SecretFile.create(file, MAGIC, new byte[] {2}))
                .isInstanceOf(SecretFileRefused.class)
                .hasMessageContaining("exists already");
        assertThat(SecretFile.read(file, MAGIC)).containsExactly(1);
    }

    @Test
    void refusesAFileThatOthersCanRead() throws IOException {
        Path file = folder.resolve("secret");
        SecretFile.create(file, MAGIC, new byte[] {1});
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> SecretFile.read(file, MAGIC))
                .isInstanceOf(SecretFileRefused.class)
                .hasMessageContaining("chmod 600 " + file);
    }

    @Test
    void refusesALinkToAnotherFile() throws IOException {
        Path file = folder.resolve("secret");
        SecretFile.create(file, MAGIC, new byte[] {1});
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        assertThatThrownBy(() -> SecretFile.read(link, MAGIC)).isInstanceOf(SecretFileRefused.class);
    }

    @Test
    void refusesAMissingFile() {
        assertThatThrownBy(() -> SecretFile.read(folder.resolve("none"), MAGIC))
                .isInstanceOf(SecretFileRefused.class)
                .hasMessageContaining("not there");
    }

    @Test
    void refusesAnotherFormat() {
        Path file = folder.resolve("secret");
        SecretFile.create(file, "other-v1", "payload".getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> SecretFile.read(file, MAGIC))
                .isInstanceOf(SecretFileRefused.class)
                .hasMessageContaining(MAGIC)
                .hasMessageNotContaining("payload");
    }

    @Test
    void refusesAFileInWhichAnyByteChanged() throws IOException {
        Path file = folder.resolve("secret");
        SecretFile.create(file, MAGIC, new byte[] {1, 2, 3});
        byte[] written = Files.readAllBytes(file);
        for (int i = 0; i < written.length; i++) {
            byte[] changed = written.clone();
            changed[i] ^= 1;
            Files.write(file, changed);
            assertThatThrownBy(() -> SecretFile.read(file, MAGIC))
                    .as("byte %d", i)
                    .isInstanceOf(SecretFileRefused.class);
        }
    }

    @Test
    void refusesAFileThatIsCutShort() throws IOException {
        Path file = folder.resolve("secret");
        SecretFile.create(file, MAGIC, new byte[] {1, 2, 3});
        byte[] written = Files.readAllBytes(file);
        for (int length = 0; length < written.length; length++) {
            Files.write(file, Arrays.copyOf(written, length));
            assertThatThrownBy(() -> SecretFile.read(file, MAGIC))
                    .as("length %d", length)
                    .isInstanceOf(SecretFileRefused.class);
        }
    }

    @Test
    void refusesAHugeFile() {
        Path file = folder.resolve("secret");
        SecretFile.create(file, MAGIC, new byte[70_000]);
        assertThatThrownBy(() -> SecretFile.read(file, MAGIC)).isInstanceOf(SecretFileRefused.class);
    }
}

package org.comity.node.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.comity.tlog.Hash;
import org.comity.tlog.TreeHead;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileGuardTest {

    @TempDir
    Path folder;

    private Path file = Path.of("unset");

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("guard");
        FileGuard.create(file);
    }

    private static TreeHead head(long size) {
        return new TreeHead(size, Hash.sha256(new byte[] {(byte) size}));
    }

    @Test
    void aNewGuardRemembersTheEmptyLog() throws IOException {
        try (FileGuard guard = FileGuard.open(file)) {
            assertThat(guard.newest()).contains(TreeHead.EMPTY);
        }
    }

    @Test
    void aMissingGuardIsRefusedAndNotMade() throws IOException {
        Files.delete(file);
        assertThatThrownBy(() -> FileGuard.open(file))
                .isInstanceOf(LedgerCorrupt.class)
                .hasMessageContaining("missing");
        assertThat(file).doesNotExist();
    }

    @Test
    void aGuardOfWrongLengthIsRefusedAndLeftAsItIs() throws IOException {
        byte[] cut = Arrays.copyOf(Files.readAllBytes(file), 700);
        Files.write(file, cut);
        assertThatThrownBy(() -> FileGuard.open(file))
                .isInstanceOf(LedgerCorrupt.class)
                .hasMessageContaining("damaged");
        assertThat(Files.readAllBytes(file)).isEqualTo(cut);
    }

    @Test
    void aGuardWithoutAnyHeadIsRefused() throws IOException {
        Files.write(file, new byte[1_024]);
        assertThatThrownBy(() -> FileGuard.open(file))
                .isInstanceOf(LedgerCorrupt.class)
                .hasMessageContaining("damaged");
    }

    @Test
    void theNewestOfManyIsFoundAgain() throws IOException {
        for (int last = 1; last <= 5; last++) {
            try (FileGuard guard = FileGuard.open(file)) {
                guard.newest();
                guard.remember(head(last));
            }
            try (FileGuard guard = FileGuard.open(file)) {
                assertThat(guard.newest()).contains(head(last));
            }
        }
    }

    @Test
    void aTornSlotLeavesTheHeadBeforeIt() throws IOException {
        try (FileGuard guard = FileGuard.open(file)) {
            guard.remember(head(1));
            guard.remember(head(2));
        }
        byte[] bytes = Files.readAllBytes(file);
        bytes[20] ^= 1;
        Files.write(file, bytes);
        try (FileGuard guard = FileGuard.open(file)) {
            assertThat(guard.newest()).contains(head(1));
            guard.remember(head(3));
            assertThat(guard.newest()).contains(head(3));
        }
    }
}

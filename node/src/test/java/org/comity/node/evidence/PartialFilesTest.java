package org.comity.node.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.comity.node.evidence.PartialFiles.PartialFile;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartialFilesTest {

    interface Contract {
        PartialFiles files() throws IOException;

        @Test
        default void readsBackWhatWasWrittenOutOfOrder() throws IOException {
            PartialFiles files = files();
            try (PartialFile file = files.open("ab12")) {
                file.write(5, new byte[] {6, 7});
                file.write(0, new byte[] {1});
                file.force();
            }
            try (PartialFile file = files.open("ab12")) {
                assertThat(file.read(0, 100)).containsExactly(1, 0, 0, 0, 0, 6, 7);
                assertThat(file.read(6, 1)).containsExactly(7);
                assertThat(file.read(7, 10)).isEmpty();
                assertThat(file.read(70, 10)).isEmpty();
            }
        }

        @Test
        default void listsAndDeletes() throws IOException {
            PartialFiles files = files();
            files.open("bb").close();
            files.open("aa").close();
            assertThat(files.names()).containsExactly("aa", "bb");
            files.delete("aa");
            files.delete("aa");
            assertThat(files.names()).containsExactly("bb");
        }
    }

    @Nested
    class InMemory implements Contract {
        @Override
        public PartialFiles files() {
            return new MemoryPartials();
        }

        @Test
        void losesWhatWasNotForced() {
            MemoryPartials files = new MemoryPartials();
            PartialFile file = files.open("aa");
            try {
                file.write(0, new byte[] {1});
                file.force();
                file.write(1, new byte[] {2});
                files.crash();
                assertThat(file.read(0, 9)).containsExactly(1);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Nested
    class InAFolder implements Contract {
        @TempDir
        Path folder;

        @Override
        public PartialFiles files() throws IOException {
            return new FolderPartials(folder.resolve("incoming"));
        }

        @Test
        void areReadableByTheOwnerAlone() throws IOException {
            files().open("aa").close();
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(folder.resolve("incoming/aa.partial"))))
                    .isEqualTo("rw-------");
        }

        @Test
        void refusesANameThatLeavesTheFolder() {
            assertThatIllegalArgumentException().isThrownBy(() -> files().open("../aa"));
        }
    }
}

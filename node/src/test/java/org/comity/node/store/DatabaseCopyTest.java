package org.comity.node.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseCopyTest {

    /** Rows go in by pairs, one commit a pair: a copy that is not of one moment would show an odd number. */
    private static final int PAIRS = 300;

    @TempDir
    Path place;

    private Path folder;
    private Store store;

    @BeforeEach
    void open() throws CommitUnknown {
        folder = place.resolve("data");
        store = SqliteStore.open(folder);
        try (Transaction tx = store.begin()) {
            tx.sql().update("CREATE TABLE item (id integer PRIMARY KEY, body blob) STRICT");
            tx.commit();
        }
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void copiesWhatIsCommittedWhileAWriterCommits() throws Exception {
        AtomicBoolean half = new AtomicBoolean();
        Thread writer = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < PAIRS; i++) {
                pair(i);
                half.set(i > PAIRS / 4);
            }
        });
        while (!half.get()) {
            Thread.onSpinWait();
        }
        Path copy = place.resolve("copy.db");
        DatabaseCopy.make(folder, copy);
        long copied = rows(copy);
        writer.join();

        assertThat(copied).isEven().isGreaterThan(PAIRS / 4);
        Path later = place.resolve("later.db");
        DatabaseCopy.make(folder, later);
        assertThat(rows(later)).isEqualTo(2L * PAIRS);
    }

    private void pair(int i) {
        try (Transaction tx = store.begin()) {
            tx.sql().update("INSERT INTO item (id, body) VALUES (?, ?)", 2L * i, new byte[1_000]);
            tx.sql().update("INSERT INTO item (id, body) VALUES (?, ?)", 2L * i + 1, new byte[1_000]);
            tx.commit();
        } catch (CommitUnknown e) {
            throw new IllegalStateException(e);
        }
    }

    private static long rows(Path copy) {
        try (Snapshot snapshot = DatabaseCopy.read(copy)) {
            return snapshot.sql().number("SELECT count(*) FROM item");
        }
    }

    @Test
    void copiesTheDatabaseOfAProcessThatIsGone() {
        pair(1);
        store.close();
        Path copy = place.resolve("copy.db");
        DatabaseCopy.make(folder, copy);
        assertThat(rows(copy)).isEqualTo(2);
    }

    @Test
    void theCopyIsOneFileThatItsOwnerAloneCanReadAndThatReadingDoesNotChange() throws Exception {
        pair(1);
        Path copies = Files.createDirectory(place.resolve("copies"));
        Path copy = copies.resolve("copy.db");
        DatabaseCopy.make(folder, copy);
        byte[] before = Files.readAllBytes(copy);
        assertThat(rows(copy)).isEqualTo(2);
        assertThat(Files.readAllBytes(copy)).isEqualTo(before);
        try (var files = Files.list(copies)) {
            assertThat(files).containsExactly(copy);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
                .isEqualTo("rw-------");
    }

    @Test
    void whatWasDeletedIsNotInTheCopy() throws Exception {
        String secret = "a sentence that was ordered to be erased";
        try (Transaction tx = store.begin()) {
            tx.sql().update("INSERT INTO item (id, body) VALUES (1, ?)", secret.getBytes(StandardCharsets.US_ASCII));
            tx.commit();
        }
        try (Transaction tx = store.begin()) {
            tx.sql().update("DELETE FROM item");
            tx.commit();
        }
        Path copy = place.resolve("copy.db");
        DatabaseCopy.make(folder, copy);
        assertThat(Files.readString(copy, StandardCharsets.ISO_8859_1)).doesNotContain(secret);
    }

    @Test
    void aCopyThatWasPutIntoAFolderIsItsDatabase() throws Exception {
        pair(1);
        Path copy = place.resolve("copy.db");
        DatabaseCopy.make(folder, copy);
        Path other = Files.createDirectory(
                place.resolve("other"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        DatabaseCopy.place(copy, other);
        try (Store placed = SqliteStore.open(other);
                Snapshot snapshot = placed.snapshot()) {
            assertThat(snapshot.sql().number("SELECT count(*) FROM item")).isEqualTo(2);
        }
        assertThatThrownBy(() -> DatabaseCopy.place(copy, other))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("not overwritten");
    }

    @Test
    void overwritesNoFileAndNeedsADatabase() throws Exception {
        Path there = Files.writeString(place.resolve("there.db"), "mine");
        assertThatThrownBy(() -> DatabaseCopy.make(folder, there))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("not overwritten");
        assertThat(there).hasContent("mine");
        assertThatThrownBy(() -> DatabaseCopy.make(place.resolve("nothing"), place.resolve("copy.db")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("no database");
        assertThatThrownBy(() -> DatabaseCopy.read(there)).isInstanceOf(StoreException.class);
    }
}

package org.comity.node.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStoreTest extends StoreContract {
    @TempDir
    Path place;

    @Override
    Store open() {
        return SqliteStore.open(place.resolve("data"));
    }

    private Path file(String name) {
        return place.resolve("data").resolve(name);
    }

    @Test
    void keepsWhatWasCommittedAcrossOpenings() throws CommitUnknown {
        try (Transaction tx = store.begin()) {
            tx.sql().update("INSERT INTO item (id) VALUES (1)");
            tx.commit();
        }
        store.close();
        store = open();
        try (Snapshot snapshot = store.snapshot()) {
            assertThat(snapshot.sql().number("SELECT count(*) FROM item")).isOne();
        }
    }

    @Test
    void everyConnectionHasTheSettingsThatKeepAPromise() {
        try (Transaction tx = store.begin()) {
            assertSettings(tx.sql());
        }
        try (Snapshot snapshot = store.snapshot()) {
            assertSettings(snapshot.sql());
        }
    }

    private static void assertSettings(Sql sql) {
        assertThat(sql.number("PRAGMA synchronous")).isEqualTo(2);
        assertThat(sql.number("PRAGMA foreign_keys")).isOne();
        assertThat(sql.number("PRAGMA secure_delete")).isOne();
        assertThat(sql.number("PRAGMA wal_autocheckpoint")).isZero();
        assertThat(sql.number("PRAGMA busy_timeout")).isEqualTo(10_000);
        assertThat(sql.first("PRAGMA journal_mode", row -> row.text(0))).contains("wal");
    }

    @Test
    void snapshotKeepsItsViewWhileTheWriterGoesOn() throws CommitUnknown {
        try (Snapshot before = store.snapshot();
                Transaction tx = store.begin()) {
            tx.sql().update("INSERT INTO item (id) VALUES (1)");
            assertThat(before.sql().number("SELECT count(*) FROM item")).isZero();
            tx.commit();
            assertThat(before.sql().number("SELECT count(*) FROM item")).isZero();
            try (Snapshot after = store.snapshot()) {
                assertThat(after.sql().number("SELECT count(*) FROM item")).isOne();
            }
        }
    }

    @Test
    void maintainMovesTheLogWhileATransactionIsOpen() throws Exception {
        try (Transaction tx = store.begin()) {
            tx.sql().update("INSERT INTO item (id, body) VALUES (1, ?)", new byte[2_000_000]);
            tx.commit();
        }
        long before = Files.size(file("comity.db"));
        try (Transaction open = store.begin()) {
            open.sql().update("INSERT INTO item (id) VALUES (2)");
            store.maintain();
        }
        assertThat(Files.size(file("comity.db"))).isGreaterThan(before + 1_900_000);
    }

    @Test
    void writerBoundsTheLogWhenNobodyMaintainsIt() throws CommitUnknown {
        long bound = 200_000;
        try (FileStore small = new FileStore(DataFolder.take(place.resolve("small")), bound)) {
            try (Transaction tx = small.begin()) {
                tx.sql().update("CREATE TABLE t (id integer PRIMARY KEY, body blob) STRICT");
                tx.commit();
            }
            for (int i = 0; i < 60; i++) {
                try (Transaction tx = small.begin()) {
                    tx.sql().update("INSERT INTO t (id, body) VALUES (?, ?)", i, new byte[20_000]);
                    tx.commit();
                }
                assertThat(small.walSize()).isLessThan(2 * bound);
            }
        }
    }

    @Test
    void maintainLeavesALittleForLater() throws Exception {
        long before = Files.size(file("comity.db"));
        try (Transaction tx = store.begin()) {
            tx.sql().update("INSERT INTO item (id, body) VALUES (1, ?)", new byte[50_000]);
            tx.commit();
        }
        store.maintain();
        assertThat(Files.size(file("comity.db"))).isEqualTo(before);
    }

    @Test
    void deletedContentIsGoneFromTheFilesAfterAScrub() throws Exception {
        String secret = "a sentence that was ordered to be erased";
        try (Transaction tx = store.begin()) {
            tx.sql().update("INSERT INTO item (id, name) VALUES (1, ?)", secret);
            tx.commit();
        }
        assertThat(filesWith(secret)).contains("comity.db-wal");
        try (Transaction tx = store.begin()) {
            tx.sql().update("DELETE FROM item");
            tx.commit();
        }
        store.scrub();
        assertThat(filesWith(secret)).isEmpty();
    }

    private List<String> filesWith(String text) throws IOException {
        List<String> names = new ArrayList<>();
        try (var files = Files.list(place.resolve("data"))) {
            for (Path file : files.toList()) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
                    names.add(file.getFileName().toString());
                }
            }
        }
        return names;
    }

    @Test
    void scrubSaysSoWhenASnapshotHoldsItUp() throws CommitUnknown {
        try (Transaction tx = store.begin()) {
            assertThat(tx.sql().number("PRAGMA busy_timeout = 1")).isOne();
            tx.sql().update("INSERT INTO item (id) VALUES (1)");
            tx.commit();
        }
        try (Snapshot snapshot = store.snapshot()) {
            assertThatThrownBy(store::scrub)
                    .isExactlyInstanceOf(StoreException.class)
                    .hasMessageContaining("snapshot is still open");
            assertThat(snapshot.sql().number("SELECT count(*) FROM item")).isOne();
        }
        store.scrub();
    }

    @Test
    void scrubRefusesWithinATransactionOfTheSameThread() {
        try (Transaction tx = store.begin()) {
            assertThatThrownBy(store::scrub).isInstanceOf(IllegalStateException.class);
            assertThat(tx.sql().number("SELECT 1")).isOne();
        }
    }

    @Test
    void filesAreForTheOwnerAlone() throws IOException {
        try (Snapshot snapshot = store.snapshot()) {
            assertThat(snapshot.sql().number("SELECT 1")).isOne();
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(place.resolve("data"))))
                .isEqualTo("rwx------");
        for (String name : List.of("comity.db", "comity.db-wal", "comity.db-shm", "comity.lock")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file(name))))
                    .as(name)
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void refusesAFolderThatOthersCanWrite() throws IOException {
        Path open = Files.createDirectory(place.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwx---"));
        assertThatThrownBy(() -> SqliteStore.open(open))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("chmod 700");
    }

    @Test
    void refusesNetworkFileSystems() {
        for (String type : List.of("nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs", "fuse.glusterfs", "CIFS")) {
            assertThatThrownBy(() -> DataFolder.refuseNetwork(type, place))
                    .hasMessageContaining("network file system (" + type + ")")
                    .hasMessageContaining("local disk");
        }
        for (String type : List.of("ext4", "xfs", "tmpfs", "overlay", "apfs", "NTFS", "fuseblk")) {
            DataFolder.refuseNetwork(type, place);
        }
    }

    @Test
    void refusesAFolderThatThisProcessHasOpenAndKeepsItsLock() throws Exception {
        assertThatThrownBy(this::open).isInstanceOf(StoreException.class).hasMessageContaining("open already");
        assertThat(otherProcess()).contains("refused");
    }

    @Test
    void refusesAFolderThatAnotherProcessHoldsAndSaysWho() throws Exception {
        assertThat(otherProcess())
                .contains("refused")
                .contains("is in use by process " + ProcessHandle.current().pid() + ".")
                .contains("Stop that process first");
        store.close();
        assertThat(otherProcess()).contains("opened");
    }

    /** Tries to open the folder from another process and answers what it printed. */
    private String otherProcess() throws Exception {
        List<String> command = new ArrayList<>(
                List.of(ProcessHandle.current().info().command().orElse("java"), "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Opener.class.getName()));
        command.add(place.resolve("data").toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    /** The other process. */
    static final class Opener {
        private Opener() {}

        public static void main(String[] args) {
            try (Store opened = SqliteStore.open(Path.of(args[0]))) {
                System.out.println("opened " + opened);
            } catch (StoreException e) {
                System.out.println("refused: " + e.getMessage());
            }
        }
    }

    @Test
    void refusesADatabaseThatLacksTheEndOfItsLastPage() throws IOException {
        store.close();
        byte[] whole = Files.readAllBytes(file("comity.db"));
        Files.write(file("comity.db"), Arrays.copyOf(whole, whole.length - 1));
        assertThatThrownBy(this::open).isInstanceOf(StorageFailed.class).hasMessageContaining("cut it short");
        Files.write(file("comity.db"), whole);
        store = open();
        try (Snapshot snapshot = store.snapshot()) {
            assertThat(snapshot.sql().number("SELECT count(*) FROM item")).isZero();
        }
    }

    @Test
    void lockIsFreeAfterAFailedOpening() throws IOException {
        store.close();
        Files.writeString(file("comity.db"), "this is no database, and long enough to be looked at as one".repeat(20));
        assertThatThrownBy(this::open)
                .isInstanceOfSatisfying(
                        StorageFailed.class, e -> assertThat(e.isFull()).isFalse());
        Files.delete(file("comity.db"));
        store = open();
        try (Snapshot snapshot = store.snapshot()) {
            assertThat(snapshot.sql().number("SELECT count(*) FROM sqlite_schema"))
                    .isZero();
        }
    }
}

package org.comity.node.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.comity.node.ledger.LogSuccession;
import org.comity.node.store.DatabaseCopy;
import org.comity.node.store.FolderBlobs;
import org.comity.node.store.Snapshot;
import org.comity.tlog.Hash;
import org.comity.tlog.TreeHead;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {

    @TempDir
    Path place;

    private NodeFolder folder;
    private Path to;

    @BeforeEach
    void make() {
        folder = LoneNode.make(place.resolve("xa"));
        to = place.resolve("backups");
    }

    @Test
    void aRunningNodeIsBackedUpAsItWasAtOneMoment() throws Exception {
        Backup.Taken taken;
        TreeHead head;
        try (LoneNode node = new LoneNode(folder)) {
            node.log("before");
            head = node.node().ledger().committed();
            taken = take(true, 0, 0);
            node.log("after");
        }
        assertThat(taken.manifest().head()).isEqualTo(head);
        assertThat(taken.manifest().origin()).isEqualTo("node.xa.example/log/g1");
        assertThat(BackupManifest.verified(taken.path())).isEqualTo(taken.manifest());
        try (Snapshot copy = DatabaseCopy.read(taken.path().resolve("comity.db"))) {
            assertThat(LogSuccession.present(copy.sql()))
                    .hasValueSatisfying(log -> assertThat(log.head()).isEqualTo(head));
        }
        assertThat(names(taken.path()))
                .containsExactlyInAnyOrder(
                        "comity.db", "settings.json", "own.card", "node.keys", "blobs.txt", "manifest.json");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(taken.path().resolve("node.keys"))))
                .isEqualTo("rw-------");
    }

    @Test
    void leavesTheKeysOutWhenTold() {
        ran();
        Backup.Taken taken = take(false, 0, 0);
        assertThat(taken.manifest().hasKeys()).isFalse();
        assertThat(taken.path().resolve("node.keys")).doesNotExist();
    }

    @Test
    void copiesOnlyTheBlobsThatAreNew() {
        try (LoneNode node = new LoneNode(folder)) {
            node.blob("one");
            assertThat(take(true, 0, 0).copied()).isEqualTo(1);
            Hash second = node.blob("two");
            Backup.Taken taken = take(true, 0, 1);
            assertThat(taken.copied()).isEqualTo(1);
            assertThat(taken.manifest().blobs()).isEqualTo(2);
            assertThat(BackupManifest.blobs(taken.path())).contains(second);
        }
    }

    @Test
    void tellsOfADamagedBlobAndLeavesItOut() throws Exception {
        Hash good;
        Hash bad;
        try (LoneNode node = new LoneNode(folder)) {
            good = node.blob("good");
            bad = node.blob("bad");
        }
        Files.writeString(blob(folder.path().resolve("blobs"), bad), "changed");
        Backup.Taken taken = take(true, 0, 0);
        assertThat(taken.damaged()).containsExactly(bad);
        assertThat(BackupManifest.blobs(taken.path())).containsExactly(good);
        assertThat(FolderBlobs.stored(to.resolve("blobs"))).containsExactly(good);
    }

    @Test
    void keepsTheNewestBackupsAndTheBlobsThatTheyNeed() {
        try (LoneNode node = new LoneNode(folder)) {
            Hash erased = node.blob("to be erased");
            Hash kept = node.blob("kept");
            take(true, 0, 0);
            node.node().world().blobs().delete(erased);
            take(true, 0, 1);
            Backup.Taken last = take(true, 2, 2);
            assertThat(last.removed()).isEqualTo(1);
            assertThat(Backup.all(to)).hasSize(2).endsWith(last.path());
            assertThat(FolderBlobs.stored(to.resolve("blobs"))).containsExactly(kept);
        }
    }

    @Test
    void aBackupThatBrokeOffIsNoneAndIsWrittenAnew() throws Exception {
        ran();
        Files.createDirectories(to.resolve(".incoming"));
        Files.writeString(to.resolve(".incoming/comity.db"), "half");
        Backup.Taken taken = take(true, 0, 0);
        assertThat(Backup.all(to)).containsExactly(taken.path());
        assertThat(to.resolve(".incoming")).doesNotExist();
    }

    @Test
    void aNodeThatNeverRanHasNothingToBackUp() {
        assertThatThrownBy(() -> take(true, 0, 0)).hasMessageContaining("no database");
        assertThat(Backup.all(to)).isEmpty();
    }

    @Test
    void backupsDoNotLieInsideANode() {
        ran();
        to = folder.path().resolve("backups");
        assertThatThrownBy(() -> take(true, 0, 0))
                .isInstanceOf(FolderRefused.class)
                .hasMessageContaining("choose another place");
        to = LoneNode.make(place.resolve("xb")).path();
        assertThatThrownBy(() -> take(true, 0, 0)).isInstanceOf(FolderRefused.class);
    }

    @Test
    void refusesKeysOfAnotherLog() {
        ran();
        folder.keys().nextGeneration(new SystemEntropy()).replace(folder.path().resolve("node.keys"));
        assertThatThrownBy(() -> take(true, 0, 0))
                .isInstanceOf(FolderRefused.class)
                .hasMessageContaining("do not belong together");
    }

    @Test
    void aManifestNamesNoFileElsewhere() throws Exception {
        ran();
        Path manifest = take(true, 0, 0).path().resolve("manifest.json");
        Files.writeString(manifest, Files.readString(manifest).replace("\"own.card\":", "\"../own.card\":"));
        assertThatThrownBy(() -> BackupManifest.verified(manifest.getParent()))
                .isInstanceOf(FolderRefused.class)
                .hasMessageContaining("../own.card");
    }

    private void ran() {
        new LoneNode(folder).close();
    }

    private Backup.Taken take(boolean withKeys, int keep, int second) {
        return Backup.take(folder.path(), to, withKeys, keep, LoneNode.MADE.plusSeconds(second));
    }

    static Path blob(Path blobs, Hash id) {
        return blobs.resolve(id.hex().substring(0, 2))
                .resolve(id.hex().substring(2, 4))
                .resolve(id.hex());
    }

    private static List<String> names(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> folder.relativize(file).toString()).toList();
        }
    }
}

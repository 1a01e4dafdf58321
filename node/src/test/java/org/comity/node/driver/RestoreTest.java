package org.comity.node.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.comity.node.directory.IdentityKeys;
import org.comity.node.directory.VerifiedCard;
import org.comity.node.ledger.FileGuard;
import org.comity.node.ledger.LedgerCorrupt;
import org.comity.node.store.FolderBlobs;
import org.comity.tlog.CheckpointPolicy;
import org.comity.tlog.Hash;
import org.comity.tlog.Tree;
import org.comity.tlog.TreeHead;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestoreTest {

    private static final Instant NOW = LoneNode.MADE.plusSeconds(3_600);

    @TempDir
    Path place;

    private NodeFolder folder;
    private Path into;
    private Hash blob;
    private TreeHead backedUp;
    private Backup.Taken backup;

    @BeforeEach
    void aNodeWentOnAfterItsBackup() {
        folder = LoneNode.make(place.resolve("xa"));
        into = place.resolve("restored");
        try (LoneNode node = new LoneNode(folder)) {
            node.issue(folder.card());
            node.log("before");
            blob = node.blob("evidence");
            backedUp = node.node().ledger().committed();
            backup = Backup.take(folder.path(), place.resolve("backups"), true, 0, LoneNode.MADE);
            node.log("after");
        }
    }

    @Test
    void theNextGenerationBeginsWithTheLeavesOfTheBackup() {
        Restore.Declared declared = restore(wish());

        assertThat(declared.closed().end()).isEqualTo(backedUp);
        assertThat(declared.closed().reason()).isEqualTo("the disk died");
        NodeFolder restored = NodeFolder.open(into);
        assertThat(restored.keys().origin()).isEqualTo("node.xa.example/log/g2");
        assertThat(restored.keys().logKeys())
                .doesNotContainAnyElementsOf(folder.keys().logKeys());
        assertThat(restored.keys().parcelIdentity().recipient())
                .isEqualTo(folder.keys().parcelIdentity().recipient());
        try (LoneNode node = new LoneNode(restored)) {
            node.issue(restored.card());
            TreeHead grown = node.node().ledger().committed();
            assertThat(grown.size()).isGreaterThan(backedUp.size());
            new CheckpointPolicy(restored.keys().origin(), restored.keys().logKeys())
                    .verify(node.node().ledger().released().orElseThrow())
                    .extendsHead(
                            backedUp,
                            new Tree(
                                            node.node().ledger().tiles(),
                                            node.node()
                                                    .ledger()
                                                    .released()
                                                    .orElseThrow()
                                                    .checkpoint()
                                                    .head()
                                                    .size())
                                    .consistency(backedUp.size()));
            assertThat(node.node().world().blobs().has(blob)).isTrue();
        }
    }

    @Test
    void theCardIsRenewedUnderTheSameIdentity() {
        Restore.Declared declared = restore(wish());

        VerifiedCard card = NodeFolder.open(into).card();
        assertThat(card.digest()).isEqualTo(declared.card().digest());
        assertThat(card.fingerprint().digits())
                .isEqualTo(folder.card().fingerprint().digits());
        assertThat(card.root().revision()).isGreaterThan(folder.card().root().revision() + 1);
        assertThat(card.node().origin()).isEqualTo("node.xa.example/log/g2");
        assertThat(card.node().checkpoint().checkpoint().head()).isEqualTo(backedUp);
        assertThat(card.node().pins()).isEqualTo(folder.card().node().pins());
    }

    @Test
    void theOperatorSaysWhatTheBackupCannotKnow() {
        Restore.Declared declared = restore(new Restore.Wish(
                place.resolve("backups"),
                into,
                identity(),
                "the disk died",
                OptionalLong.of(4_711),
                OptionalInt.of(4),
                List.of(URI.create("https://other.xa.example")),
                Optional.of(folder.path().resolve("node.keys")),
                Optional.of(folder.path().resolve("guard")),
                false));

        assertThat(declared.card().root().revision()).isEqualTo(4_711);
        assertThat(declared.card().node().origin()).isEqualTo("node.xa.example/log/g4");
        assertThat(declared.card().node().addresses()).containsExactly(URI.create("https://other.xa.example"));
        assertThat(declared.lastSigned())
                .hasValueSatisfying(head -> assertThat(head.size()).isGreaterThan(backedUp.size()));
        assertThat(declared.closed().reason())
                .contains(
                        "remembers size " + declared.lastSigned().orElseThrow().size());
    }

    @Test
    void takesTheNewestOfSeveralBackups() {
        Backup.Taken later =
                Backup.take(folder.path(), place.resolve("backups"), true, 0, LoneNode.MADE.plusSeconds(1));
        assertThat(restore(wish()).backup()).isEqualTo(later.path());
    }

    @Test
    void theGuardKnowsTheHeadOnTheCard() {
        restore(wish());
        assertThat(FileGuard.remembered(into.resolve("guard"))).isEqualTo(backedUp);
        assertThat(into.resolve("identity.keys")).doesNotExist();
        assertThat(into.resolve("recovery.key")).doesNotExist();
    }

    @Test
    void refusesATornBackup() throws Exception {
        for (String file : List.of("comity.db", "own.card", "settings.json", "node.keys", "blobs.txt")) {
            Path damaged = backup.path().resolve(file);
            byte[] was = Files.readAllBytes(damaged);
            byte[] cut = java.util.Arrays.copyOf(was, was.length / 2);
            Files.write(damaged, cut);
            assertRefused(wish(), "torn: " + file + " is not what was written");
            Files.delete(damaged);
            assertRefused(wish(), "torn: " + file + " is missing");
            Files.write(damaged, was);
            Files.setPosixFilePermissions(damaged, PosixFilePermissions.fromString("rw-------"));
        }
        Files.delete(backup.path().resolve("manifest.json"));
        assertRefused(wish(), "no whole backup");
        assertThat(into).doesNotExist();
    }

    @Test
    void goesOnWithoutAMissingBlobOnlyWhenTold() throws Exception {
        Files.delete(BackupTest.blob(place.resolve("backups/blobs"), blob));
        assertRefused(wish(), "1 blobs are missing or damaged");
        assertThat(into).doesNotExist();
        assertThat(restore(acceptingMissing()).missing()).containsExactly(blob);
    }

    @Test
    void aDamagedBlobIsMissing() throws Exception {
        Files.writeString(BackupTest.blob(place.resolve("backups/blobs"), blob), "changed");
        assertRefused(wish(), "1 blobs are missing or damaged");
        assertThat(into.resolve("settings.json")).doesNotExist();
        into = place.resolve("again");
        assertThat(restore(acceptingMissing()).missing()).containsExactly(blob);
        assertThat(FolderBlobs.stored(into.resolve("blobs"))).isEmpty();
    }

    @Test
    void refusesTheIdentityOfAnotherMember() {
        Path other = place.resolve("other.keys");
        IdentityKeys.generate(new SystemEntropy()).create(other);
        assertRefused(wish(other, Optional.empty(), false), "another identity");
    }

    @Test
    void refusesKeysOfAnotherLog() {
        Path other = place.resolve("g2.keys");
        folder.keys().nextGeneration(new SystemEntropy()).create(other);
        assertRefused(wish(identity(), Optional.of(other), false), "do not belong together");
    }

    @Test
    void needsTheKeysThatTheBackupLeftOut() {
        backup = Backup.take(folder.path(), place.resolve("backups"), false, 0, LoneNode.MADE.plusSeconds(1));
        assertRefused(wish(), "--keys FILE");
        restore(wish(identity(), Optional.of(folder.path().resolve("node.keys")), false));
        assertThat(NodeFolder.open(into).keys().generation()).isEqualTo(2);
    }

    @Test
    void refusesAFolderThatIsNotEmpty() throws Exception {
        Files.createDirectories(into);
        Files.writeString(into.resolve("something"), "");
        assertRefused(wish(), "is not empty");
    }

    @Test
    void refusesTheFolderOfANode() {
        into = folder.path();
        try (LoneNode running = new LoneNode(folder)) {
            assertRefused(wish(), "there is a node in");
            assertThat(running.log("still here").index()).isPositive();
        }
    }

    @Test
    void aDatabaseThatWasPutBackDoesNotStartAndNamesTheRemedy() throws Exception {
        Files.deleteIfExists(folder.path().resolve("comity.db-wal"));
        Files.deleteIfExists(folder.path().resolve("comity.db-shm"));
        Files.write(
                folder.path().resolve("comity.db"),
                Files.readAllBytes(backup.path().resolve("comity.db")));
        assertThatExceptionOfType(LedgerCorrupt.class)
                .isThrownBy(() -> new LoneNode(folder))
                .withMessageContaining("older copy")
                .withMessageContaining("comity restore");
    }

    @Test
    void aNodeWhoseGuardIsLostIsBackedUpAndRestored() throws Exception {
        Files.delete(folder.path().resolve("guard"));
        assertThatExceptionOfType(LedgerCorrupt.class)
                .isThrownBy(() -> new LoneNode(folder))
                .withMessageContaining("comity restore");
        Backup.Taken last = Backup.take(folder.path(), place.resolve("backups"), true, 0, LoneNode.MADE.plusSeconds(1));
        assertThat(restore(wish()).closed().end()).isEqualTo(last.manifest().head());
    }

    private Path identity() {
        return folder.path().resolve("identity.keys");
    }

    private Restore.Wish wish() {
        return wish(identity(), Optional.empty(), false);
    }

    private Restore.Wish acceptingMissing() {
        return wish(identity(), Optional.empty(), true);
    }

    private Restore.Wish wish(Path identity, Optional<Path> keys, boolean acceptMissing) {
        return new Restore.Wish(
                place.resolve("backups"),
                into,
                identity,
                "the disk died",
                OptionalLong.empty(),
                OptionalInt.empty(),
                List.of(),
                keys,
                Optional.empty(),
                acceptMissing);
    }

    private static Restore.Declared restore(Restore.Wish wish) {
        return Restore.declare(wish, new SystemEntropy(), NOW);
    }

    private static void assertRefused(Restore.Wish wish, String why) {
        assertThatExceptionOfType(FolderRefused.class)
                .isThrownBy(() -> restore(wish))
                .withMessageContaining(why);
    }
}

package org.comity.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.comity.node.directory.NodeKeys;
import org.comity.node.directory.VerifiedCard;
import org.comity.node.driver.NodeFolder;
import org.comity.node.store.SqliteStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys of a stopped node that change. */
class KeysTest {

    @TempDir
    Path folder;

    @BeforeEach
    void makeANode() {
        init("n", "XA");
    }

    private void init(String dir, String member) {
        Ran ran = Ran.in(
                folder,
                "init",
                "--dir",
                dir,
                "--member",
                member,
                "--name",
                "en=A",
                "--allow-private",
                "--exercise",
                "x");
        assertThat(ran.exitCode()).as(ran.err()).isZero();
    }

    private Ran keys(String... words) {
        String[] all = new String[words.length + 3];
        all[0] = "keys";
        System.arraycopy(words, 0, all, 1, words.length);
        all[words.length + 1] = "--dir";
        all[words.length + 2] = "n";
        return Ran.in(folder, all);
    }

    private NodeKeys keys() {
        return NodeFolder.open(folder.resolve("n")).keys();
    }

    private VerifiedCard card() {
        return NodeFolder.open(folder.resolve("n")).card();
    }

    private Path takeIdentityAway() throws IOException {
        return Files.move(folder.resolve("n/identity.keys"), folder.resolve("identity.keys"));
    }

    @Test
    void theNextTlsKeyBecomesTheCurrentOneAndTheCardAnnouncesAnother() {
        NodeKeys before = keys();
        long revision = card().root().revision();
        assertThat(keys("rotate-tls").exitCode()).isZero();
        assertThat(keys().tls().pin()).isEqualTo(before.nextTls().pin());
        assertThat(card().node().pins())
                .containsExactly(before.nextTls().pin(), keys().nextTls().pin());
        assertThat(card().root().revision()).isEqualTo(revision + 1);
    }

    @Test
    void pinRotationOldKeyLost() throws IOException {
        takeIdentityAway();
        NodeKeys before = keys();
        VerifiedCard card = card();
        assertThat(keys("rotate-tls").exitCode()).isZero();
        assertThat(card().root().revision()).isEqualTo(card.root().revision());
        assertThat(card().node().pins())
                .as("what peers know already")
                .contains(keys().tls().pin());
        assertThat(keys().tls().pin()).isEqualTo(before.nextTls().pin());
    }

    @Test
    void aKeyThatPeersDoNotKnowNeverBecomesTheCurrentOne() throws IOException {
        Path identity = takeIdentityAway();
        keys("rotate-tls");
        Ran again = keys("rotate-tls");
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err()).contains("renew the card first");
        assertThat(keys("renew-card", "--identity", identity.toString()).exitCode())
                .isZero();
        assertThat(keys("rotate-tls").exitCode()).isZero();
    }

    @Test
    void theOldParcelKeyStillOpensUntilItIsDestroyed() {
        NodeKeys before = keys();
        Ran rotated = keys("rotate-parcel");
        assertThat(rotated.out()).contains("destroy-old-parcel");
        assertThat(card().node().parcelRecipient())
                .isEqualTo(keys().parcelIdentity().recipient())
                .isNotEqualTo(before.parcelIdentity().recipient());
        assertThat(keys().previousParcelIdentity().map(old -> old.recipient()))
                .isEqualTo(Optional.of(before.parcelIdentity().recipient()));
        assertThat(keys("rotate-parcel").err()).contains("destroy it first");
        assertThat(keys("destroy-old-parcel").err()).contains("may be under way until");
        assertThat(keys().previousParcelIdentity()).isPresent();
        assertThat(keys("destroy-old-parcel", "--early").exitCode()).isZero();
        assertThat(keys().previousParcelIdentity()).isEmpty();
        assertThat(keys("destroy-old-parcel").err()).contains("no previous parcel key");
    }

    @Test
    void aParcelKeyIsNotRotatedWithoutTheIdentityKeys() throws IOException {
        takeIdentityAway();
        NodeKeys before = keys();
        Ran ran = keys("rotate-parcel");
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(keys().parcelIdentity().recipient())
                .isEqualTo(before.parcelIdentity().recipient());
    }

    @Test
    void identityKeysOfAnotherMemberChangeNothing() throws IOException {
        init("other", "XB");
        NodeKeys before = keys();
        Ran ran = keys("rotate-parcel", "--identity", "other/identity.keys");
        assertThat(ran.err()).contains("not those of the card");
        assertThat(keys().parcelIdentity().recipient())
                .isEqualTo(before.parcelIdentity().recipient());
    }

    @Test
    void keysOfARunningNodeAreNotChanged() {
        NodeKeys before = keys();
        try (SqliteStore running = SqliteStore.open(folder.resolve("n"))) {
            assertThat(running.space().totalBytes()).isPositive();
            assertThat(keys("rotate-tls").exitCode()).isEqualTo(1);
        }
        assertThat(keys().tls().pin()).isEqualTo(before.tls().pin());
    }

    @Test
    void saysInJsonWhatItDid() {
        assertThat(keys("rotate-tls", "--json").json().path("cardRevision").asInt())
                .isEqualTo(2);
    }
}

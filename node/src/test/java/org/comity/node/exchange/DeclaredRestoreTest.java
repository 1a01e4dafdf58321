package org.comity.node.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.comity.node.directory.Comparison;
import org.comity.node.ledger.Source;
import org.comity.node.ledger.Turn;
import org.comity.node.record.Draft;
import org.comity.node.record.Kind;
import org.comity.node.record.Lane;
import org.comity.node.record.MemberId;
import org.comity.node.record.Recipient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node that comes back from a backup, and a peer that saw more than the backup knows. */
class DeclaredRestoreTest {

    /** Takes letters, and those that come back. */
    private static final class Letters implements Receiver {
        final List<String> received = new ArrayList<>();
        final List<String> recovered = new ArrayList<>();

        @Override
        public Set<Kind> kinds() {
            return Set.of(HostilePeer.LETTER);
        }

        @Override
        public void received(Turn turn, Received message) {
            String text = new String(message.act().body(), StandardCharsets.UTF_8);
            turn.afterCommit(() -> received.add(text));
        }

        @Override
        public void recovered(Turn turn, Recovered sent) {
            String text = new String(sent.act().body(), StandardCharsets.UTF_8);
            turn.afterCommit(() -> recovered.add(text));
        }
    }

    private final Letters atPeer = new Letters();
    private final Letters before = new Letters();
    private final Letters after = new Letters();
    private Stage peer;
    private Stage node;

    @BeforeEach
    void introduce() {
        peer = new Stage("XB", atPeer);
        node = new Stage("XA", before);
        node.result(node.node().issue(node.self.card));
        admit(peer, node);
        admit(node, peer);
        Stage.talk(node, peer);
    }

    @Test
    void restoreWholeDiskPeerUp() {
        byte[] image = node.image();
        write(node, "after the backup");
        Stage.talk(node, peer);

        Stage back = Stage.undeclared(node.self, image);
        Stage.talk(back, peer);

        assertThat(back.node().ledger().frozen())
                .hasValueSatisfying(why -> assertThat(why).contains("older copy"));
        assertThat(back.node().ledger().released()).as("signed in this life").isEmpty();
    }

    @Test
    void restoreWholeDiskAllDown() {
        byte[] image = node.image();
        write(node, "after the backup");
        Stage.talk(node, peer);

        Stage back = Stage.undeclared(node.self, image);
        back.pass(Duration.ofSeconds(Standing.PATIENCE_SECONDS + 1));

        assertThat(back.node().ledger().released()).as("works for itself").isPresent();
        assertThat(back.node().exchange().isLive()).isFalse();
        assertThat(back.outgoing)
                .as("calls to an unasked peer")
                .allMatch(call -> call.call().path().equals(Hello.PATH));
        Stage.talk(back, peer);
        assertThat(back.node().ledger().frozen()).as("at the first answer").isPresent();
    }

    @Test
    void declaredRestore() {
        write(node, "one");
        Stage.talk(node, peer);
        byte[] image = node.image();
        write(node, "two, after the backup");
        write(peer, "to the node, after the backup");
        Stage.talk(node, peer);
        assertThat(before.received).containsExactly("to the node, after the backup");

        Stage back = Stage.restored(node.self, image, after);
        Stage.talk(back, peer);
        assertThat(after.recovered).containsExactly("two, after the backup");
        assertThat(after.received)
                .as("before the peer's officers took the new card")
                .isEmpty();

        admit(peer, back);
        write(back, "three, from the new log");
        write(peer, "to the new log");
        back.pass(Duration.ofMinutes(10));
        peer.pass(Duration.ofMinutes(10));
        Stage.talk(back, peer);

        assertThat(after.received).containsExactly("to the node, after the backup", "to the new log");
        assertThat(atPeer.received).containsExactly("one", "two, after the backup", "three, from the new log");
        assertThat(back.node().ledger().frozen()).isEmpty();
        assertThat(back.count("SELECT count(*) FROM exchange_outbox WHERE receipt IS NULL"))
                .isZero();
        assertThat(back.kindsFrom(back.node().ledger().closed().getLast().end().size()))
                .startsWith("log.succession")
                .containsOnlyOnce("log.recovered");
    }

    @Test
    void whatHadNotArrivedIsSentAnewUnderTheNewLog() {
        write(node, "under way when the disk died");
        byte[] image = node.image();

        Stage back = Stage.restored(node.self, image, after);
        Stage.talk(back, peer);
        admit(peer, back);
        back.pass(Duration.ofMinutes(10));
        Stage.talk(back, peer);

        assertThat(after.recovered).isEmpty();
        assertThat(atPeer.received).containsExactly("under way when the disk died");
    }

    @Test
    void whatArrivedAfterTheBackupIsNotSentTwice() {
        write(node, "queued in the backup, delivered after it");
        byte[] image = node.image();
        Stage.talk(node, peer);
        assertThat(atPeer.received).hasSize(1);

        Stage back = Stage.restored(node.self, image, after);
        Stage.talk(back, peer);
        admit(peer, back);
        back.pass(Duration.ofMinutes(10));
        Stage.talk(back, peer);

        assertThat(atPeer.received).hasSize(1);
        assertThat(after.recovered).as("the backup has it").isEmpty();
        assertThat(back.count("SELECT count(*) FROM exchange_outbox_past WHERE disposition = 'accepted'"))
                .isEqualTo(1);
    }

    private static void admit(Stage stage, Stage whom) {
        stage.result(stage.node()
                .ledger()
                .submit(
                        Source.NODE,
                        turn -> stage.node().directory().admit(turn, whom.self.card, Comparison.DEMO, List.of())));
    }

    private void write(Stage from, String text) {
        MemberId to = from.self.member.code().equals("XB") ? new MemberId("XA") : new MemberId("XB");
        Draft draft = Draft.of(
                HostilePeer.LETTER,
                Recipient.one(to),
                Lane.ORDINARY,
                "text/plain",
                text.getBytes(StandardCharsets.UTF_8));
        from.result(
                from.node().ledger().submit(Source.NODE, turn -> from.exchange().send(turn, draft)));
    }
}

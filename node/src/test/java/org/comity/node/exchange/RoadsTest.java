package org.comity.node.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.comity.node.directory.Comparison;
import org.comity.node.ledger.Refused;
import org.comity.node.ledger.Source;
import org.comity.node.record.Draft;
import org.comity.node.record.Lane;
import org.comity.node.record.MemberId;
import org.comity.node.record.Recipient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages that travel as files, are fetched, or take several roads at once. */
class RoadsTest {

    private final Mailbox atB = new Mailbox();
    private Stage a;
    private Stage b;

    @BeforeEach
    void introduce() {
        a = new Stage("XA");
        b = new Stage("XB", atB);
        admit(a, b);
        admit(b, a);
    }

    @Test
    void aFileCarriesMessagesAndAnotherBringsTheReceiptsBack() {
        write("one");
        write("two");

        CarriedFile taken = b.result(b.exchange().importFile(export()));
        CarriedFile back = a.result(a.exchange().importFile(taken.receipts().orElseThrow()));

        assertThat(atB.letters).containsExactly("one", "two");
        assertThat(taken.from()).isEqualTo(a.self.member);
        assertThat(back.items()).isEqualTo(2);
        assertThat(unreceipted()).isZero();
        assertThat(a.result(a.exchange().exportParcel(b.self.member)))
                .as("nothing waits any more")
                .isEmpty();
    }

    @Test
    void filesArriveInAnyOrderAndRepeatedly() {
        write("one");
        byte[] first = export();
        write("two");
        byte[] second = export();

        byte[] late = receipts(second);
        byte[] early = receipts(first);
        receipts(second);
        assertThat(atB.letters).containsExactly("one", "two");

        a.result(a.exchange().importFile(early));
        assertThat(unreceipted()).isEqualTo(1);
        a.result(a.exchange().importFile(late));
        a.result(a.exchange().importFile(early));
        assertThat(unreceipted()).isZero();
        assertThat(atB.letters).hasSize(2);
    }

    @Test
    void receiptsThatAnotherRoadOvertookAreRefusedAndExportedAgain() {
        write("one");
        byte[] old = receipts(export());
        write("two");
        a.result(a.exchange().importFile(receipts(export())));
        write("three");

        assertRefused(a, old);
        a.result(a.exchange().importFile(receipts(export())));

        assertThat(unreceipted()).isZero();
        assertThat(atB.letters).containsExactly("one", "two", "three");
    }

    @Test
    void laterFileAfterTheEarlierOneProvesFromWhatThatOneShowed() {
        write("one");
        byte[] first = export();
        write("two");
        byte[] second = export();

        receipts(first);
        receipts(second);

        assertThat(atB.letters).containsExactly("one", "two");
    }

    @Test
    void filesAndTheDirectRoadMixInOneStream() {
        write("by file, and directly before it arrives");
        byte[] file = export();
        Stage.talk(a, b);
        assertThat(unreceipted()).isZero();
        receipts(file);
        write("by file after the direct road");
        byte[] next = export();
        a.result(a.exchange().importFile(receipts(next)));
        write("directly after the file");
        a.pass(Duration.ofMinutes(10));
        Stage.talk(a, b);

        assertThat(atB.letters)
                .containsExactly(
                        "by file, and directly before it arrives",
                        "by file after the direct road",
                        "directly after the file");
        assertThat(unreceipted()).isZero();
        assertThat(a.alarms()).isEmpty();
        assertThat(b.alarms()).isEmpty();
    }

    @Test
    void aNodeThatOnlyCallsOutFetchesItsParcelsAndHandsReceiptsIn() {
        Mailbox inside = new Mailbox();
        Stage behindNat = Stage.fetching("XC", Duration.ofSeconds(30), inside);
        admit(a, behindNat);
        admit(behindNat, a);
        write(a, behindNat.self.member, "for the one inside");
        for (int round = 0; round < 4; round++) {
            behindNat.pass(Duration.ofSeconds(31));
            behindNat.deliverAll(a);
            a.loseCallsTo(behindNat);
        }

        assertThat(inside.letters).containsExactly("for the one inside");
        assertThat(a.count("SELECT count(*) FROM exchange_outbox WHERE peer = 'XC' AND receipt IS NULL"))
                .isZero();
    }

    @Test
    void aFileForAnotherMemberIsRefused() {
        write("for b");
        byte[] file = export();
        Stage c = new Stage("XC");
        admit(c, a);
        assertRefused(c, file);
    }

    @Test
    void aFileOfAnUnknownMemberIsRefused() {
        write("for b");
        byte[] file = export();
        Stage stranger = Stage.undeclared(b.self, new Stage("XB").image());
        assertRefused(stranger, file);
    }

    @Test
    void aDamagedFileIsRefusedAndChangesNothing() {
        write("one");
        byte[] file = export();
        for (int at : new int[] {0, file.length / 2, file.length - 1}) {
            byte[] damaged = file.clone();
            damaged[at] ^= 1;
            assertRefused(b, damaged);
        }
        assertRefused(b, java.util.Arrays.copyOf(file, file.length - 100));
        assertThat(atB.letters).isEmpty();
    }

    @Test
    void aFrozenLogTakesNoFile() {
        write("one");
        byte[] file = export();
        b.node().ledger().freeze("as the test asks");
        assertRefused(b, file);
    }

    private byte[] export() {
        Optional<byte[]> file = a.result(a.exchange().exportParcel(b.self.member));
        return file.orElseThrow();
    }

    private byte[] receipts(byte[] file) {
        return b.result(b.exchange().importFile(file)).receipts().orElseThrow();
    }

    private static void assertRefused(Stage stage, byte[] file) {
        assertThatThrownBy(() -> stage.result(stage.exchange().importFile(file)))
                .cause()
                .isInstanceOf(Refused.class);
    }

    private long unreceipted() {
        return a.count("SELECT count(*) FROM exchange_outbox WHERE receipt IS NULL");
    }

    private void write(String text) {
        write(a, b.self.member, text);
    }

    private static void write(Stage from, MemberId to, String text) {
        Draft draft = Draft.of(
                HostilePeer.LETTER,
                Recipient.one(to),
                Lane.ORDINARY,
                "text/plain",
                text.getBytes(StandardCharsets.UTF_8));
        from.result(
                from.node().ledger().submit(Source.NODE, turn -> from.exchange().send(turn, draft)));
    }

    private static void admit(Stage stage, Stage whom) {
        stage.result(stage.node()
                .ledger()
                .submit(
                        Source.NODE,
                        turn -> stage.node().directory().admit(turn, whom.self.card, Comparison.DEMO, List.of())));
    }
}

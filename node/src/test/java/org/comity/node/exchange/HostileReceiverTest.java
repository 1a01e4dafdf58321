package org.comity.node.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.comity.node.ledger.Source;
import org.comity.node.record.Draft;
import org.comity.node.record.Lane;
import org.comity.node.record.MemberId;
import org.comity.node.record.Realm;
import org.comity.node.record.Recipient;
import org.comity.node.world.PeerAnswer;
import org.comity.tlog.Hash;
import org.comity.tlog.TreeHead;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a node does when the peer that it sends to answers with lies, with half the truth, or not at all. */
final class HostileReceiverTest {

    private final Stage stage = new Stage();
    private final HostilePeer peer = new HostilePeer("XB", Realm.WORLD);
    private final List<Delivered> delivered = new ArrayList<>();

    @BeforeEach
    void recognise() {
        stage.admit(peer);
        stage.exchange().onDelivered((from, receipt) -> delivered.add(receipt));
    }

    private void write(String text) {
        Draft draft = Draft.of(
                HostilePeer.LETTER,
                Recipient.one(peer.member),
                Lane.ORDINARY,
                "text/plain",
                text.getBytes(StandardCharsets.UTF_8));
        stage.result(stage.node()
                .ledger()
                .submit(Source.NODE, turn -> stage.exchange().send(turn, draft)));
    }

    /** Writes a letter and lets its first parcel come; its answer is the test's. */
    private Stage.Outgoing firstParcel() {
        write("letter 1");
        stage.nextCall(Hello.PATH).answer(peer.helloNothing());
        return stage.nextCall(Courier.PARCELS);
    }

    private void assertKept() {
        stage.run();
        assertThat(delivered).as("receipts believed").isEmpty();
        assertThat(stage.count("SELECT count(*) FROM exchange_outbox WHERE receipt IS NULL"))
                .as("messages that still wait for their receipt")
                .isEqualTo(1);
    }

    private Optional<LinkState> link() {
        stage.run();
        return stage.exchange().link(peer.member);
    }

    @Test
    void believesAnHonestReceipt() {
        Stage.Outgoing call = firstParcel();
        Parcel parcel = peer.open(call.call().body());
        Item item = parcel.items().getFirst();
        call.answer(peer.receipts(stage.self.member, 0, List.of(peer.receiptBody(parcel, item, item.entry()))));
        stage.run();
        assertThat(delivered).extracting(Delivered::sequence).containsExactly(1L);
        assertThat(stage.count("SELECT count(*) FROM exchange_outbox WHERE receipt IS NULL"))
                .isZero();
    }

    @Test
    void refusesReceiptForAnotherEntryAndKeepsTheMessage() {
        Stage.Outgoing call = firstParcel();
        Parcel parcel = peer.open(call.call().body());
        Item item = parcel.items().getFirst();
        call.answer(
                peer.receipts(stage.self.member, 0, List.of(peer.receiptBody(parcel, item, Hash.sha256(new byte[1])))));
        assertKept();
        assertThat(link()).containsInstanceOf(LinkState.Suspended.class);
        assertThat(stage.alarms()).anyMatch(alarm -> alarm.contains("is for another message"));
    }

    @Test
    void refusesReceiptOfAMessageThatWasNotInTheParcel() {
        Stage.Outgoing call = firstParcel();
        Parcel parcel = peer.open(call.call().body());
        Item item = parcel.items().getFirst();
        ReceivedBody honest = peer.receiptBody(parcel, item, item.entry());
        ReceivedBody invented = new ReceivedBody(
                honest.origin(),
                honest.lane(),
                2,
                honest.index(),
                honest.entry(),
                honest.head(),
                honest.disposition(),
                honest.code());
        call.answer(peer.receipts(stage.self.member, 0, List.of(invented)));
        assertKept();
    }

    @Test
    void refusesReceiptThatWasMeantForAnotherMember() {
        Stage.Outgoing call = firstParcel();
        Parcel parcel = peer.open(call.call().body());
        Item item = parcel.items().getFirst();
        call.answer(peer.receipts(new MemberId("XC"), 0, List.of(peer.receiptBody(parcel, item, item.entry()))));
        assertKept();
    }

    @Test
    void takesAnAnswerWithoutReceiptsForNone() {
        Stage.Outgoing call = firstParcel();
        call.answer(peer.receipts(stage.self.member, 0, List.of()));
        assertKept();
        assertThat(stage.calls(Hello.PATH)).as("asks again").isTrue();
    }

    @Test
    void refusesReceiptThatIsNotInThePeersLog() {
        Stage.Outgoing call = firstParcel();
        Parcel parcel = peer.open(call.call().body());
        Item item = parcel.items().getFirst();
        PeerAnswer answer = peer.receipts(stage.self.member, 0, List.of(peer.receiptBody(parcel, item, item.entry())));
        peer.log = new org.comity.tlog.MemoryTiles();
        peer.log.append(Hash.leaf(new byte[32]));
        Answer honest = Answer.decode(answer.body());
        call.answer(PeerAnswer.of(
                200,
                Answer.MEDIA_TYPE,
                new Answer(
                                honest.realm(),
                                honest.origin(),
                                peer.checkpoint(),
                                0,
                                honest.consistency(),
                                honest.proof(),
                                honest.receipts(),
                                honest.next(),
                                honest.stopped(),
                                honest.foreignHeads())
                        .encode()));
        assertKept();
    }

    @Test
    void sendsTheSameMessageAgainWhenTheAnswerIsLost() {
        Stage.Outgoing call = firstParcel();
        Parcel first = peer.open(call.call().body());
        call.lose();
        stage.nextCall(Hello.PATH).answer(peer.helloNothing());
        Parcel second = peer.open(stage.nextCall(Courier.PARCELS).call().body());
        assertThat(second.items()).isEqualTo(first.items());
        assertKept();
    }

    @Test
    void sendsTheSameMessageAgainAfterAKill() {
        Parcel first = peer.open(firstParcel().call().body());
        stage.killAndRestart();
        stage.nextCall(Hello.PATH).answer(peer.helloNothing());
        assertThat(peer.open(stage.nextCall(Courier.PARCELS).call().body()).items())
                .isEqualTo(first.items());
    }

    @Test
    void offersAgainWhatThePeerSaysItLost() {
        Stage.Outgoing call = firstParcel();
        Parcel parcel = peer.open(call.call().body());
        Item item = parcel.items().getFirst();
        call.answer(peer.receipts(stage.self.member, 0, List.of(peer.receiptBody(parcel, item, item.entry()))));
        stage.run();
        stage.killAndRestart();
        write("letter 2");
        TreeMap<Lane, Long> next = new TreeMap<>();
        next.put(Lane.ORDINARY, 1L);
        stage.nextCall(Hello.PATH).answer(peer.hello(Optional.empty(), next));
        assertThat(peer.open(stage.nextCall(Courier.PARCELS).call().body()).items())
                .extracting(Item::sequence)
                .containsExactly(1L, 2L);
    }

    @Test
    void stopsWhenOurOwnSignatureStandsUnderAHeadThatIsNotOurs() {
        write("letter 1");
        TreeHead foreign = new TreeHead(1_000_000, Hash.sha256(new byte[1]));
        byte[] signedByUs = stage.self.checkpoint(foreign).encode();
        stage.nextCall(Hello.PATH).answer(peer.hello(Optional.of(signedByUs), new TreeMap<>()));
        assertThat(link()).containsInstanceOf(LinkState.Suspended.class);
        stage.run();
        assertThat(stage.node().ledger().frozen())
                .hasValueSatisfying(why -> assertThat(why).contains("signs elsewhere"));
    }

    @Test
    void goesOnAfterABareClaimOfALargeHead() {
        write("letter 1");
        byte[] notOurs = peer.checkpoint(new TreeHead(1_000_000, Hash.sha256(new byte[1])))
                .encode();
        stage.nextCall(Hello.PATH).answer(peer.hello(Optional.of(notOurs), new TreeMap<>()));
        stage.nextCall(Hello.PATH).answer(peer.helloNothing());
        assertThat(peer.open(stage.nextCall(Courier.PARCELS).call().body()).items())
                .hasSize(1);
        assertThat(stage.alarms()).isEmpty();
    }

    @Test
    void doesNotHammerAPeerThatDoesNotRecogniseUs() {
        write("letter 1");
        stage.nextCall(Hello.PATH)
                .answer(Problem.of(Problem.Type.NOT_RECOGNISED, "who are you").toAnswer());
        assertThat(link()).hasValueSatisfying(state -> {
            assertThat(state).isInstanceOf(LinkState.Waiting.class);
            assertThat(((LinkState.Waiting) state).until())
                    .isAfter(stage.instant().plusSeconds(1_700));
        });
        assertKept();
    }
}

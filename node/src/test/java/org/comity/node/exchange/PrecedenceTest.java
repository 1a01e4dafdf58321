package org.comity.node.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.comity.node.ledger.Ledger;
import org.comity.node.ledger.Refused;
import org.comity.node.ledger.Source;
import org.comity.node.record.Draft;
import org.comity.node.record.Lane;
import org.comity.node.record.Realm;
import org.comity.node.record.Recipient;
import org.comity.node.store.Space;
import org.comity.node.world.PeerAnswer;
import org.comity.node.world.PeerCall;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Urgent messages go first: at the sender past what waits, at the receiver past what is turned away. */
final class PrecedenceTest {

    private static final int MANY = 4 * PeerLink.WORTH_A_PARCEL;

    private final Mailbox mailbox = new Mailbox();
    private final Stage stage = new Stage(mailbox);
    private final HostilePeer peer = new HostilePeer("XB", Realm.WORLD);

    @BeforeEach
    void recognise() {
        stage.admit(peer);
    }

    private void write(Lane lane, int messages) {
        List<Draft> drafts = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            drafts.add(Draft.of(
                    HostilePeer.LETTER,
                    Recipient.one(peer.member),
                    lane,
                    "text/plain",
                    "x".getBytes(StandardCharsets.UTF_8)));
        }
        stage.result(stage.node().ledger().submit(Source.NODE, turn -> {
            for (Draft draft : drafts) {
                stage.exchange().send(turn, draft);
            }
            return drafts.size();
        }));
        stage.run();
    }

    private void meet() {
        stage.nextCall(Hello.PATH).answer(peer.helloNothing());
        stage.run();
    }

    private long waitingCalls(String path) {
        return stage.outgoing.stream()
                .filter(call -> call.call().path().equals(path))
                .count();
    }

    private Parcel opened(Stage.Outgoing call) {
        return peer.open(call.call().body());
    }

    @Test
    void urgentMessagesLeaveBesideAFullWindow() {
        write(Lane.ORDINARY, MANY);
        meet();
        write(Lane.ORDINARY, 1);
        assertThat(waitingCalls(Courier.PARCELS)).as("parcels under way").isEqualTo(PeerLink.WINDOW);
        write(Lane.URGENT, 1);
        assertThat(waitingCalls(Courier.URGENT_PARCELS)).isEqualTo(1);
        assertThat(opened(stage.nextCall(Courier.URGENT_PARCELS)).items())
                .extracting(Item::lane)
                .containsExactly(Lane.URGENT);
    }

    @Test
    void urgentMessagesNeverShareAParcel() {
        write(Lane.ORDINARY, 3);
        write(Lane.URGENT, 2);
        meet();
        assertThat(opened(stage.nextCall(Courier.URGENT_PARCELS)).items())
                .extracting(Item::lane)
                .containsOnly(Lane.URGENT)
                .hasSize(2);
    }

    @Test
    void urgentMessagesPassWhenOrdinaryOnesAreOverTheQuota() {
        write(Lane.ORDINARY, MANY);
        meet();
        write(Lane.URGENT, 1);
        stage.nextCall(Courier.PARCELS)
                .answer(Problem.of(Problem.Type.QUOTA, "used up")
                        .retryAfter(600)
                        .toAnswer());
        stage.run();
        stage.outgoing.removeIf(call -> !call.call().path().equals(Hello.PATH));
        meet();
        Stage.Outgoing urgent = stage.nextCall(Courier.URGENT_PARCELS);
        assertThat(waitingCalls(Courier.PARCELS)).as("ordinary parcels").isZero();
        Parcel parcel = opened(urgent);
        assertThat(parcel.chain().number()).as("place in its chain").isZero();
        Item item = parcel.items().getFirst();
        urgent.answer(peer.receipts(stage.self.member, 0, List.of(peer.receiptBody(parcel, item, item.entry()))));
        stage.pass(Duration.ofSeconds(590));
        assertThat(waitingCalls(Courier.PARCELS))
                .as("ordinary parcels before the time that the peer asked for")
                .isZero();
        stage.pass(Duration.ofSeconds(20));
        assertThat(waitingCalls(Courier.PARCELS) + waitingCalls(Hello.PATH))
                .as("ordinary parcels after it")
                .isPositive();
    }

    @Test
    void urgentParcelsOverTheirOwnQuotaRestAsAskedFor() {
        write(Lane.URGENT, 1);
        meet();
        stage.nextCall(Courier.URGENT_PARCELS)
                .answer(Problem.of(Problem.Type.QUOTA, "used up").retryAfter(60).toAnswer());
        stage.pass(Duration.ofSeconds(59));
        assertThat(waitingCalls(Hello.PATH) + waitingCalls(Courier.URGENT_PARCELS))
                .isZero();
        stage.pass(Duration.ofSeconds(2));
        assertThat(waitingCalls(Hello.PATH)).isEqualTo(1);
    }

    @Test
    void longParcelsInTheWayAreOvertakenAfterASecond() {
        write(Lane.ORDINARY, MANY);
        meet();
        write(Lane.URGENT, 1);
        long chain = opened(stage.nextCall(Courier.URGENT_PARCELS)).chain().id();
        stage.pass(Duration.ofMillis(900));
        assertThat(waitingCalls(Hello.PATH)).isZero();
        stage.pass(Duration.ofMillis(200));
        meet();
        Parcel again = opened(stage.nextCall(Courier.URGENT_PARCELS));
        assertThat(again.chain().id()).isNotEqualTo(chain);
        assertThat(again.chain().number()).isZero();
    }

    @Test
    void anUrgentMessageEndsARest() {
        write(Lane.ORDINARY, 1);
        for (int i = 0; i < 8; i++) {
            stage.nextCall(Hello.PATH).lose();
        }
        stage.run();
        assertThat(stage.exchange().link(peer.member).orElseThrow()).isInstanceOf(LinkState.Waiting.class);
        write(Lane.URGENT, 1);
        assertThat(waitingCalls(Hello.PATH)).as("calls without a wait").isEqualTo(1);
    }

    @Test
    void aStreamOfUrgentMessagesDoesNotHammerAPeerThatIsAway() {
        write(Lane.URGENT, 1);
        int calls = 0;
        for (int i = 0; i < 50; i++) {
            write(Lane.URGENT, 1);
            while (waitingCalls(Hello.PATH) > 0) {
                stage.nextCall(Hello.PATH).lose();
                stage.run();
                calls++;
            }
        }
        assertThat(calls).as("calls within one moment, for 51 messages").isLessThanOrEqualTo(2);
    }

    // The receiving side

    private PeerAnswer postUrgent(List<? extends Item> items) {
        return stage.call(
                peer,
                PeerCall.post(Courier.URGENT_PARCELS, peer.seal(peer.parcel(stage.self.member, items), stage.self)));
    }

    private Item urgentLetter(long sequence) {
        byte[] record = peer.record(
                Recipient.one(stage.self.member), Lane.URGENT, sequence, HostilePeer.LETTER, "urgent " + sequence);
        return peer.logged(Lane.URGENT, sequence, record);
    }

    @Test
    void takesAnUrgentParcel() {
        assertThat(postUrgent(List.of(urgentLetter(1), urgentLetter(2))).status())
                .isEqualTo(200);
        assertThat(mailbox.letters).containsExactly("urgent 1", "urgent 2");
    }

    @Test
    void refusesOrdinaryMessagesInAnUrgentParcel() {
        var answer = postUrgent(List.of(urgentLetter(1), peer.letter(stage.self.member, 1)));
        assertThat(Problem.slugOf(answer)).contains(Problem.Type.PARCEL_UNREADABLE);
        assertThat(mailbox.letters).isEmpty();
    }

    @Test
    void refusesALongParcelOnTheUrgentPath() {
        var call = PeerCall.post(Courier.URGENT_PARCELS, new byte[Limits.URGENT_FILE_BYTES + 1]);
        assertThat(Problem.slugOf(stage.call(peer, call))).contains(Problem.Type.TOO_LARGE);
    }

    @Test
    void aFloodIsToldToOfficersOnceAndNotedInTheLog() {
        long before = stage.node().ledger().committed().size();
        Quotas quotas = Quotas.standard();
        int more = 500;
        for (int i = 0; i < quotas.ordinaryParcels() * Quotas.BURST_SECONDS + more; i++) {
            stage.before(peer, "POST", Courier.PARCELS, 100);
        }
        assertThat(stage.alarms()).filteredOn(alarm -> alarm.contains("quota")).hasSize(1);
        stage.pass(Duration.ofHours(25));
        List<String> kinds = stage.kindsFrom(before);
        assertThat(kinds).filteredOn("exchange.refusals"::equals).hasSize(1);
        stage.pass(Duration.ofDays(3));
        assertThat(stage.kindsFrom(before)).isEqualTo(kinds);
    }

    @Test
    void aFullDiskIsToldToOfficersAndRefusesTheirWork() {
        stage.setSpace(new Space(1_000, 100_000));
        stage.pass(Duration.ofMinutes(2));
        assertThat(stage.alarms()).anyMatch(alarm -> alarm.contains("disk"));
        Ledger ledger = stage.node().ledger();
        var refused = ledger.submit(new Source("officer:of-1"), turn -> 1).toCompletableFuture();
        stage.run();
        assertThat(refused)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(
                        Refused.class, why -> assertThat(why.code()).isEqualTo(Refused.Code.STORAGE_LOW));
        stage.setSpace(Space.ENDLESS);
        int done = stage.result(ledger.submit(new Source("officer:of-1"), turn -> 1));
        assertThat(done).isEqualTo(1);
    }
}

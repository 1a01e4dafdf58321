package org.comity.node.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comity.node.ledger.Erased;
import org.comity.node.ledger.Source;
import org.comity.node.record.Act;
import org.comity.node.record.Draft;
import org.comity.node.record.Kind;
import org.comity.node.record.Lane;
import org.comity.node.record.Realm;
import org.comity.node.record.Recipient;
import org.comity.node.world.PeerCall;
import org.junit.jupiter.api.Test;

/** Clocks that are wrong: theirs is shown and flagged, ours never makes a record older than the one before. */
final class ClockTest {

    private static final Duration DAY = Duration.ofDays(1);

    private final Mailbox mailbox = new Mailbox();
    private final Stage stage = new Stage(mailbox);
    private final List<HostilePeer> peers = new ArrayList<>();

    private HostilePeer admitted(String code) {
        HostilePeer peer = new HostilePeer(code, Realm.WORLD);
        stage.admit(peer);
        peers.add(peer);
        return peer;
    }

    /** A peer greets, with a clock that is so far ahead of the node's. */
    private void greets(HostilePeer peer, Duration ahead) {
        peer.clockMs = stage.instant().plus(ahead).toEpochMilli();
        stage.call(peer, PeerCall.post(Hello.PATH, peer.helloNothing().body()));
    }

    private List<String> clockAlarms() {
        return stage.alarms().stream().filter(alarm -> alarm.contains("clock")).toList();
    }

    private Act log() {
        return stage.result(stage.node()
                        .ledger()
                        .submit(
                                Source.NODE,
                                turn -> turn.append(Draft.of(
                                        new Kind("test.note"), Recipient.nobody(), Lane.OWN, "text/plain", new byte[] {
                                            'x'
                                        }))))
                .act();
    }

    private List<Long> times() throws Erased {
        List<Long> times = new ArrayList<>();
        for (long index = 0; index < stage.node().ledger().committed().size(); index++) {
            times.add(stage.node().ledger().acts().at(index).orElseThrow().act().timeMs());
        }
        return times;
    }

    @Test
    void aClockThatIsAMinuteOffIsNothing() {
        HostilePeer peer = admitted("XB");
        greets(peer, Duration.ofMinutes(4));
        assertThat(stage.exchange().clockSkew(peer.member)).isEmpty();
        assertThat(clockAlarms()).isEmpty();
    }

    @Test
    void aClockThatIsAnHourOffIsShown() {
        HostilePeer peer = admitted("XB");
        greets(peer, Duration.ofHours(-1));
        assertThat(stage.exchange().clockSkew(peer.member)).isEqualTo(Optional.of(Duration.ofHours(-1)));
        assertThat(clockAlarms()).isEmpty();
        greets(peer, Duration.ZERO);
        assertThat(stage.exchange().clockSkew(peer.member)).isEmpty();
    }

    @Test
    void clockPlusOneDay() throws Erased {
        HostilePeer peer = admitted("XB");
        greets(peer, DAY.plusHours(2));
        assertThat(clockAlarms()).singleElement().asString().contains("XB").contains("more than a day");
        long received = stage.instant().toEpochMilli();
        assertThat(stage.post(
                                peer,
                                peer.seal(
                                        peer.parcel(stage.self.member, peer.letters(stage.self.member, 1, 1)),
                                        stage.self))
                        .status())
                .as("it blocks nothing")
                .isEqualTo(200);
        assertThat(times().getLast()).as("the receiver's time counts").isEqualTo(received);
    }

    @Test
    void clockBack() throws Erased {
        long before = log().timeMs();
        stage.setClock(DAY.negated());
        assertThat(log().timeMs()).isEqualTo(before);
        HostilePeer peer = admitted("XB");
        assertThat(stage.post(
                                peer,
                                peer.seal(
                                        peer.parcel(stage.self.member, peer.letters(stage.self.member, 1, 3)),
                                        stage.self))
                        .status())
                .isEqualTo(200);
        assertThat(times()).isSorted();
        stage.killAndRestart();
        log();
        assertThat(times()).as("after a restart as well").isSorted();
    }

    @Test
    void ourClockAgainstThatOfMostMembersIsOurs() {
        for (String code : List.of("XB", "XC", "XD")) {
            greets(admitted(code), Duration.ofSeconds(2));
        }
        stage.setClock(Duration.ofMinutes(30));
        greets(peers.get(0), Duration.ofMinutes(-30));
        assertThat(clockAlarms()).as("one of three says so").isEmpty();
        greets(peers.get(1), Duration.ofMinutes(-30));
        assertThat(clockAlarms())
                .singleElement()
                .asString()
                .contains("our clock")
                .contains("ahead of");
    }

    @Test
    void aSingleMemberCannotMakeUsDoubtOurClock() {
        greets(admitted("XB"), Duration.ofMinutes(-30));
        assertThat(clockAlarms()).isEmpty();
    }

    @Test
    void halfOfTheMembersCannotEither() {
        greets(admitted("XB"), Duration.ofMinutes(-30));
        greets(admitted("XC"), Duration.ZERO);
        assertThat(clockAlarms()).isEmpty();
    }
}

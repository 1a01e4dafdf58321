package org.comity.node.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.comity.node.access.Ed25519Key;
import org.comity.node.access.Officers;
import org.comity.node.access.Turns;
import org.comity.node.ledger.Refused;
import org.comity.node.record.Draft;
import org.comity.node.record.Kind;
import org.comity.node.record.MemberId;
import org.comity.node.record.Realm;
import org.comity.node.record.Recipient;
import org.comity.node.store.Migration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** XA asks XB, each with a database of its own. */
class PingsTest {

    private final Members xa = new Members("XA");
    private final Members xb = new Members("XB");
    private final Members xc = new Members("XC");
    private final Side asking = new Side(xa);
    private final Side answering = new Side(xb);

    /** One node, as far as pings need it. */
    private static final class Side implements AutoCloseable {

        final Turns turns;
        final Directory directory;
        final Pings pings;

        Side(Members self) {
            List<Migration> migrations = new ArrayList<>(Officers.MIGRATIONS);
            migrations.addAll(Directory.MIGRATIONS);
            turns = new Turns(Realm.WORLD, self.id, migrations);
            directory = turns.read(sql -> Directory.load(Realm.WORLD, self.id, AddressRule.ALLOW_PRIVATE, sql));
            pings = new Pings(Realm.WORLD, self.id, directory);
        }

        void recognise(Members other) throws Refused {
            VerifiedCard card = other.card();
            turns.run(turn -> directory.admit(turn, card, Comparison.DEMO, List.of()));
        }

        @Override
        public void close() {
            turns.close();
        }
    }

    @BeforeEach
    void recogniseEachOther() throws Refused {
        asking.recognise(xb);
        asking.recognise(xc);
        answering.recognise(xa);
    }

    @AfterEach
    void close() {
        asking.close();
        answering.close();
    }

    @Test
    void measuresTheWayThereAndBack() throws Refused {
        Draft request = ask(Pings.REQUEST);
        assertThat(request.recipient()).isEqualTo(Recipient.one(xb.id));
        byte[] answer = answer(Pings.REQUEST, request.body(), xb.keys.dutyKey());
        asking.turns.pass(Duration.ofSeconds(7));
        assertThat(answered(xb.id, answer)).isEqualTo(Duration.ofSeconds(7));
        assertThat(asking.turns.list(sql -> Pings.latest(sql, xb.id, 10)))
                .singleElement()
                .satisfies(sent -> assertThat(sent.roundTrip()).contains(Duration.ofSeconds(7)));
    }

    @Test
    void keepsDrillsApart() throws Refused {
        Draft request = ask(Pings.EXERCISE);
        assertThat(request.kind()).isEqualTo(Pings.EXERCISE);
        byte[] asPing = answer(Pings.REQUEST, request.body(), xb.keys.dutyKey());
        refused(xb.id, asPing, "duty key");
        assertThat(answered(xb.id, answer(Pings.EXERCISE, request.body(), xb.keys.dutyKey())))
                .isZero();
    }

    @Test
    void refusesTheSameAnswerTwice() throws Refused {
        byte[] answer = answer(Pings.REQUEST, ask(Pings.REQUEST).body(), xb.keys.dutyKey());
        answered(xb.id, answer);
        refused(xb.id, answer, "no ping to XB");
    }

    @Test
    void refusesAnAnswerByAnotherKey() throws Refused {
        byte[] answer = answer(Pings.REQUEST, ask(Pings.REQUEST).body(), xc.keys.dutyKey());
        refused(xb.id, answer, "duty key of XB");
    }

    @Test
    void refusesTheAnswerOfAnotherMember() throws Refused {
        byte[] answer = answer(Pings.REQUEST, ask(Pings.REQUEST).body(), xb.keys.dutyKey());
        refused(xc.id, answer, "no ping to XC");
        refused(new MemberId("XD"), answer, "XD is not recognised");
    }

    @Test
    void refusesAnAnswerMeantForAnotherAsker() throws Refused {
        // XB was asked by XC with the challenge of XA; its answer names XC.
        byte[] body = ask(Pings.REQUEST).body();
        Draft forXc = answering.turns.run(
                turn -> answering.pings.answer(turn, xc.id, Pings.REQUEST, body, xb.keys.dutyKey()));
        refused(xb.id, forXc.body(), "duty key");
    }

    @Test
    void refusesAnAnswerWhoseTimeWasChanged() throws Refused {
        PingAnswer good =
                PingAnswer.decode(answer(Pings.REQUEST, ask(Pings.REQUEST).body(), xb.keys.dutyKey()));
        refused(xb.id, new PingAnswer(good.challenge(), good.timeMs() + 1, good.signature()).encode(), "duty key");
    }

    @Test
    void refusesMalformedBodies() throws Refused {
        byte[] good = ask(Pings.REQUEST).body();
        for (byte[] body : List.of(new byte[0], new byte[] {(byte) 0xa0}, Arrays.copyOf(good, good.length - 1))) {
            assertThatThrownBy(() -> answer(Pings.REQUEST, body, xb.keys.dutyKey()))
                    .isInstanceOf(Refused.class)
                    .hasMessageContaining("malformed");
            refused(xb.id, body, "malformed");
        }
    }

    @Test
    void refusesToPingAStrangerOrByAnotherKind() {
        assertThatThrownBy(() ->
                        asking.turns.run(turn -> asking.pings.ask(turn, new MemberId("XD"), Pings.REQUEST, xa.entropy)))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> ask(new Kind("preservation.request"))).isInstanceOf(Refused.class);
    }

    private Draft ask(Kind kind) throws Refused {
        return asking.turns.run(turn -> asking.pings.ask(turn, xb.id, kind, xa.entropy));
    }

    private byte[] answer(Kind kind, byte[] body, Ed25519Key duty) throws Refused {
        return answering
                .turns
                .run(turn -> answering.pings.answer(turn, xa.id, kind, body, duty))
                .body();
    }

    private Duration answered(MemberId from, byte[] body) throws Refused {
        return asking.turns.run(turn -> asking.pings.answered(turn, from, body));
    }

    private void refused(MemberId from, byte[] body, String why) {
        assertThatThrownBy(() -> answered(from, body))
                .isInstanceOf(Refused.class)
                .hasMessageContaining(why);
    }
}

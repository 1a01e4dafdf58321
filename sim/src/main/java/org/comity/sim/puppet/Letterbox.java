package org.comity.sim.puppet;

import java.nio.charset.StandardCharsets;
import org.comity.node.record.Act;
import org.comity.node.record.Draft;
import org.comity.node.record.Kind;
import org.comity.node.record.Lane;
import org.comity.node.record.MemberId;
import org.comity.node.record.Realm;
import org.comity.node.record.Recipient;
import org.comity.node.record.Stamp;
import org.comity.sim.Identity;
import org.comity.sim.SimClock;

/** Writes records as a puppet words them. */
final class Letterbox {

    private static final Kind LETTER = new Kind("sim.letter");
    private static final Kind RECEIVED = new Kind("exchange.received");
    private static final MemberId NOBODY = new MemberId("YZ");

    private final Identity me;
    private long numbers;

    Letterbox(Identity me) {
        this.me = me;
    }

    /** A letter in the ordinary lane, with one thing wrong in its envelope if that is the lie. */
    byte[] letter(MemberId to, long sequence, Lie lie, String fate) {
        String name = me.member() + "-" + ++numbers;
        Draft draft = Draft.of(
                LETTER,
                Recipient.one(lie == Lie.RECORD_FOR_ANOTHER ? NOBODY : to),
                Lane.ORDINARY,
                "text/plain",
                (name + "\n" + fate + "\n").getBytes(StandardCharsets.UTF_8));
        Stamp stamp = new Stamp(
                lie == Lie.RECORD_OF_ANOTHER_REALM ? new Realm("exercise/other") : Realm.WORLD,
                lie == Lie.RECORD_OF_ANOTHER_SENDER ? NOBODY : me.member(),
                lie == Lie.RECORD_OF_ANOTHER_LOG
                        ? "node.yz.example/log/g1"
                        : me.keys().origin(),
                lie == Lie.RECORD_OF_ANOTHER_NUMBER ? sequence + 1 : sequence,
                SimClock.BEGINNING.toEpochMilli() + numbers);
        return Act.encode(draft, stamp);
    }

    /** The record of a receipt. */
    byte[] receipt(MemberId to, byte[] body) {
        Draft draft = Draft.of(RECEIVED, Recipient.one(to), Lane.OWN, "application/cbor", body);
        return Act.encode(
                draft,
                new Stamp(
                        Realm.WORLD,
                        me.member(),
                        me.keys().origin(),
                        0,
                        SimClock.BEGINNING.toEpochMilli() + ++numbers));
    }
}

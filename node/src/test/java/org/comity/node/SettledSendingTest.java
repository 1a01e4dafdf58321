package org.comity.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comity.node.evidence.Evidence;
import org.comity.node.ledger.Logged;
import org.comity.node.ledger.Refused;
import org.comity.node.ledger.Turn;
import org.comity.node.record.Act;
import org.comity.node.record.Draft;
import org.comity.node.record.Kind;
import org.comity.node.record.Lane;
import org.comity.node.record.MemberId;
import org.comity.node.record.Opening;
import org.comity.node.record.Realm;
import org.comity.node.record.Recipient;
import org.comity.node.record.Ref;
import org.comity.node.record.Stamp;
import org.comity.tlog.Hash;
import org.junit.jupiter.api.Test;

class SettledSendingTest {

    private static final MemberId MEMBER = new MemberId("XB");
    private static final String LOG = "node.xb.example/log/g2";

    private final List<Draft> sent = new ArrayList<>();
    private final SettledSending sending = new SettledSending(
            (turn, draft) -> {
                sent.add(draft);
                return logged(draft);
            },
            (member, index) -> index < 5,
            member -> Optional.of(LOG));

    private static Logged logged(Draft draft) {
        Opening opening = new Opening(
                new byte[32],
                Act.encode(draft, new Stamp(Realm.WORLD, new MemberId("XA"), "node.xa.example/log/g1", 1, 1)));
        return new Logged(0, opening.entry(), Act.parse(opening.record()), opening);
    }

    /** Nothing of the turn is used. */
    private static Turn turn() {
        return (Turn)
                Proxy.newProxyInstance(Turn.class.getClassLoader(), new Class<?>[] {Turn.class}, (proxy, m, a) -> {
                    throw new AssertionError("the turn was used");
                });
    }

    private static Draft draft(Kind kind, String origin, long index) {
        return Draft.of(kind, Recipient.one(MEMBER), Lane.ORDINARY, "application/json", new byte[] {'{', '}'})
                .withRef(new Ref("case", origin, index, Hash.sha256(new byte[1])));
    }

    @Test
    void refusesEvidenceOnARequestThatIsNotSettled() {
        assertThatThrownBy(() -> sending.send(turn(), draft(Evidence.OFFERED, LOG, 5)))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo(Refused.Code.WRONG_STATE))
                .hasMessageContaining("not settled");
        assertThat(sent).isEmpty();
    }

    @Test
    void sendsWhatIsSettledOrCanBeTakenBack() throws Refused {
        sending.send(turn(), draft(Evidence.OFFERED, LOG, 4));
        sending.send(turn(), draft(new Kind("preservation.accepted"), LOG, 5));
        sending.send(turn(), draft(Evidence.OFFERED, "node.xb.example/log/g1", 5));
        assertThat(sent).hasSize(3);
    }
}

package org.comity.node.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.comity.node.ledger.Source;
import org.comity.node.record.Draft;
import org.comity.node.record.Lane;
import org.comity.node.record.Realm;
import org.comity.node.record.Recipient;
import org.comity.node.world.PeerAnswer;
import org.comity.node.world.PeerCall;
import org.comity.tlog.MemoryTiles;
import org.comity.tlog.NoteSignature;
import org.comity.tlog.Policy;
import org.comity.tlog.SignedCheckpoint;
import org.comity.tlog.Witness;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a peer's message may lead to what cannot be taken back. The witnesses and the owner are played by the test. */
class SettlementTest {

    private final HostilePeer owner = new HostilePeer("XF", Realm.WORLD);
    private final HostilePeer witness = new HostilePeer("XW", Realm.WORLD);
    private Stage stage;

    @BeforeEach
    void start() {
        Policy policy = Policy.parse(
                ("witness w " + witness.card.node().witnessKeys().getFirst().vkey() + "\nquorum w\n")
                        .getBytes(StandardCharsets.UTF_8));
        stage = new Stage("XA", WitnessSettings.of(Optional.of(policy)));
        stage.admit(owner);
        stage.admit(witness);
    }

    private void deliver(int letters) {
        List<Item> items = owner.letters(
                stage.self.member, owner.log.head().size() + 1, owner.log.head().size() + letters);
        PeerAnswer answer = stage.post(owner, owner.seal(owner.parcel(stage.self.member, items), stage.self));
        assertThat(answer.status()).isEqualTo(200);
    }

    private PeerAnswer cosigned(SignedCheckpoint head) {
        List<NoteSignature> lines = witness.keys.witnessSigners().stream()
                .map(key -> key.sign(head.checkpoint(), 1_000))
                .toList();
        return PeerAnswer.of(200, "text/plain", head.withSignatures(lines).encode());
    }

    private Stage.Outgoing askedWitness() {
        return stage.nextCall(Witnessing.PREFIX + Witness.originHash(owner.origin()) + "/checkpoint");
    }

    private Stage.Outgoing askedOwner() {
        return stage.nextCall(LogResource.PREFIX + "checkpoint");
    }

    private boolean isSettled(long index) {
        stage.run();
        boolean settled = stage.exchange().isSettled(owner.member, index);
        stage.run();
        return settled;
    }

    @Test
    void aMessageIsSettledAfterWitnessAndOwner() {
        deliver(3);
        assertThat(isSettled(2)).isFalse();
        askedWitness().answer(cosigned(owner.checkpoint()));
        assertThat(isSettled(2)).as("the owner has not spoken").isFalse();
        askedOwner().answer(PeerAnswer.of(200, "text/plain", owner.checkpoint().encode()));
        assertThat(isSettled(2)).isTrue();
        assertThat(isSettled(3)).as("a later message").isFalse();
    }

    @Test
    void withoutAPolicyEveryMessageIsSettled() {
        Stage other = new Stage("XB");
        other.admit(owner);
        assertThat(other.exchange().isSettled(owner.member, 7)).isTrue();
    }

    @Test
    void aWitnessThatSawLessDoesNotCover() {
        deliver(5);
        assertThat(isSettled(4)).isFalse();
        askedWitness().answer(cosigned(owner.checkpoint(owner.log.tree(3).head())));
        stage.nextCall(StrandTies.PREFIX + "?from=3&to=5").answer(proof(3, 5));
        assertThat(isSettled(4)).isFalse();
        assertThat(isSettled(2)).as("covered, but the owner has not spoken").isFalse();
        askedWitness().answer(cosigned(owner.checkpoint()));
        askedOwner().answer(PeerAnswer.of(200, "text/plain", owner.checkpoint().encode()));
        assertThat(isSettled(4)).isTrue();
    }

    private PeerAnswer proof(long from, long to) {
        var out = new org.comity.node.cbor.CborWriter();
        ItemCodec.write(out, owner.log.tree(to).consistency(from));
        return PeerAnswer.of(200, "application/cbor", out.toBytes());
    }

    @Test
    void aLineThatTheWitnessDidNotSignSettlesNothing() {
        deliver(3);
        assertThat(isSettled(2)).isFalse();
        askedWitness()
                .answer(PeerAnswer.of(200, "text/plain", owner.checkpoint().encode()));
        assertThat(isSettled(2)).isFalse();
        stage.pass(Duration.ofMinutes(2));
        assertThat(stage.outgoing).noneMatch(call -> call.call().path().startsWith(LogResource.PREFIX));
    }

    @Test
    void anOwnerWithAnotherLogSettlesNothingAndConvictsIt() {
        deliver(3);
        assertThat(isSettled(2)).isFalse();
        askedWitness().answer(cosigned(owner.checkpoint()));
        // The letters came from a thief with the owner's keys; the owner's own log is another one.
        owner.log = new MemoryTiles();
        owner.letters(witness.member, 1, 3);
        askedOwner().answer(PeerAnswer.of(200, "text/plain", owner.checkpoint().encode()));
        assertThat(isSettled(2)).isFalse();
        assertThat(stage.exchange().contradictions().fork(owner.origin())).isPresent();
    }

    @Test
    void aFrozenOwnerShowsNothingSoNothingIsSettled() {
        deliver(3);
        assertThat(isSettled(2)).isFalse();
        askedWitness().answer(cosigned(owner.checkpoint()));
        askedOwner().answer(Problem.of(Problem.Type.STOPPED, "frozen").toAnswer());
        assertThat(isSettled(2)).isFalse();
    }

    /** Two nodes; a thief has the log key, the TLS key and the parcel's words of the one, and writes to the other. */
    @Test
    void stolenLogKeyUsedOnPeer() {
        Stage robbed = new Stage("XC");
        HostilePeer thief = robbed.self;
        robbed.admit(stage.self);
        stage.admit(thief);
        List<Item> forged = thief.letters(stage.self.member, 1, 90);
        assertThat(stage.post(thief, thief.seal(thief.parcel(stage.self.member, forged), stage.self))
                        .status())
                .as("a forged request verifies")
                .isEqualTo(200);
        assertThat(stage.exchange().isSettled(thief.member, 5))
                .as("what cannot be taken back waits")
                .isFalse();
        assertThat(robbed.node().ledger().frozen()).isEmpty();
        robbed.result(robbed.node()
                .ledger()
                .submit(Source.NODE, turn -> robbed.exchange().send(turn, letter(stage.self))));
        Stage.talk(robbed, stage);
        assertThat(robbed.node().ledger().frozen())
                .hasValueSatisfying(why -> assertThat(why).contains("the log key signs elsewhere"));
        // The witness cosigned what the thief handed in, too; the owner's node speaks no more.
        stage.nextCall(Witnessing.PREFIX + Witness.originHash(thief.origin()) + "/checkpoint")
                .answer(cosigned(thief.checkpoint()));
        for (int minute = 0; minute < 5; minute++) {
            stage.pass(Duration.ofMinutes(1));
            Stage.talk(robbed, stage);
            assertThat(stage.exchange().isSettled(thief.member, 5)).isFalse();
        }
    }

    private static Draft letter(HostilePeer to) {
        return Draft.of(
                HostilePeer.LETTER,
                Recipient.one(to.member),
                Lane.ORDINARY,
                "text/plain",
                "a letter".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void peersReadTheLogOfANode() {
        PeerAnswer head = stage.call(witness, PeerCall.get(LogResource.PREFIX + "checkpoint"));
        SignedCheckpoint shown = SignedCheckpoint.parse(head.body());
        stage.self.card.node().policy().verify(shown);
        long size = shown.checkpoint().head().size();
        PeerAnswer tile = stage.call(witness, PeerCall.get(LogResource.PREFIX + "tile/0/000.p/" + size));
        assertThat(tile.body()).hasSize((int) size * 32);
        assertThat(stage.call(witness, PeerCall.get(LogResource.PREFIX + "tile/0/001"))
                        .status())
                .isEqualTo(404);
    }
}

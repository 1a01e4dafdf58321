package org.comity.node.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Consumer;
import org.comity.node.ledger.Logged;
import org.comity.node.ledger.Source;
import org.comity.node.record.Draft;
import org.comity.node.record.Lane;
import org.comity.node.record.Realm;
import org.comity.node.record.Recipient;
import org.comity.node.store.Snapshot;
import org.comity.node.world.Outcome;
import org.comity.node.world.PeerAnswer;
import org.comity.node.world.PeerCall;
import org.comity.tlog.AddCheckpointRequest;
import org.comity.tlog.ConsistencyProof;
import org.comity.tlog.Ed25519CosigningKey;
import org.comity.tlog.Policy;
import org.comity.tlog.SignedCheckpoint;
import org.comity.tlog.TreeHead;
import org.comity.tlog.VerifiedCheckpoint;
import org.comity.tlog.Witness;
import org.comity.tlog.WitnessAnswer;
import org.junit.jupiter.api.Test;

/** Asking members and strangers to cosign, being asked, and what a policy makes of it. */
class WitnessesTest {

    private static final String FOREIGN = "https://witness.example/w";

    /** A call to a witness that is no member, which waits for the test's answer. */
    private record Asked(URI url, Optional<byte[]> body, Consumer<Outcome<PeerAnswer>> back) {}

    private final Deque<Asked> asked = new ArrayDeque<>();
    private final HostilePeer peer = new HostilePeer("XB", Realm.WORLD);
    private final HostilePeer other = new HostilePeer("XC", Realm.WORLD);

    private static Ed25519CosigningKey foreignKey() {
        byte[] seed = new byte[32];
        new Random(7).nextBytes(seed);
        return Ed25519CosigningKey.fromSeed("witness.example/w", seed);
    }

    private static Policy policy(String... lines) {
        return Policy.parse((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static String witnessLine(String name, HostilePeer member) {
        return "witness " + name + " "
                + member.card.node().witnessKeys().getFirst().vkey();
    }

    private Stage stage(Policy policy) {
        Stage stage = new Stage(
                "XA",
                new WitnessSettings(Optional.of(policy), (url, body, back) -> asked.add(new Asked(url, body, back))));
        stage.run();
        return stage;
    }

    private Stage withForeignWitness() {
        return stage(policy("witness w1 " + foreignKey().verifierKey().vkey() + " " + FOREIGN, "quorum w1"));
    }

    private Logged write(Stage stage, HostilePeer to) {
        Draft draft = Draft.of(
                HostilePeer.LETTER,
                Recipient.one(to.member),
                Lane.ORDINARY,
                "text/plain",
                "a letter".getBytes(StandardCharsets.UTF_8));
        return stage.result(stage.node()
                .ledger()
                .submit(Source.NODE, turn -> stage.exchange().send(turn, draft)));
    }

    private static Delivery delivery(Stage stage, Logged sent) {
        try (Snapshot snapshot = stage.node().world().store().snapshot()) {
            return stage.exchange()
                    .deliveries()
                    .of(snapshot.sql(), sent.index())
                    .orElseThrow();
        }
    }

    private void answer(Stage stage, Asked call, int status, String type, String body) {
        call.back()
                .accept(new Outcome.Done<>(
                        new PeerAnswer(status, type, body.getBytes(StandardCharsets.UTF_8), OptionalLong.empty())));
        stage.run();
    }

    private void cosign(Stage stage, Asked call) {
        AddCheckpointRequest request = AddCheckpointRequest.parse(call.body().orElseThrow());
        answer(
                stage,
                call,
                200,
                "text/plain",
                foreignKey().sign(request.checkpoint().checkpoint(), 1_000).line() + "\n");
    }

    private static AddCheckpointRequest request(Asked call) {
        assertThat(call.url()).isEqualTo(URI.create(FOREIGN + "/add-checkpoint"));
        return AddCheckpointRequest.parse(call.body().orElseThrow());
    }

    /** What a member's witness answers to the node's submission. */
    private static void cosign(Stage.Outgoing call, HostilePeer witness) {
        AddCheckpointRequest request = AddCheckpointRequest.parse(call.call().body());
        StringBuilder lines = new StringBuilder();
        witness.keys
                .witnessSigners()
                .forEach(key -> lines.append(key.sign(request.checkpoint().checkpoint(), 1_000)
                                .line())
                        .append('\n'));
        call.answer(PeerAnswer.of(200, "text/plain", lines.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static void cosignAll(Stage stage, HostilePeer... witnesses) {
        // The first call may still be about an earlier head.
        for (int round = 0; round < 3; round++) {
            stage.pass(Duration.ofSeconds(3));
            for (HostilePeer witness : witnesses) {
                for (Stage.Outgoing call : List.copyOf(stage.outgoing)) {
                    if (call.call().path().equals(Witnessing.ADD_CHECKPOINT)
                            && call.to().equals(witness.card.node().address())) {
                        stage.outgoing.remove(call);
                        cosign(call, witness);
                    }
                }
            }
        }
        stage.run();
    }

    // Members as witnesses

    @Test
    void hostileWitness409Huge() {
        Stage stage = new Stage();
        stage.admit(peer);
        write(stage, peer);
        stage.nextCall(Witnessing.ADD_CHECKPOINT)
                .answer(PeerAnswer.of(
                        409,
                        WitnessAnswer.Stale.CONTENT_TYPE,
                        "1000000000000000\n".getBytes(StandardCharsets.US_ASCII)));
        String published = Witnessing.PREFIX + Witness.originHash(stage.self.origin()) + "/checkpoint";
        SignedCheckpoint invented = new SignedCheckpoint(
                org.comity.tlog.Checkpoint.of(
                        stage.self.origin(), new TreeHead(1_000_000, org.comity.tlog.Hash.sha256(new byte[1]))),
                peer.checkpoint().signatures());
        stage.nextCall(published).answer(PeerAnswer.of(200, "text/plain", invented.encode()));
        assertThat(stage.alarms()).anyMatch(alarm -> alarm.contains("the witness of XB"));
        assertThat(stage.node().ledger().frozen()).isEmpty();
        write(stage, peer);
        cosignAll(stage, peer);
        assertThat(stage.count("SELECT count(*) FROM exchange_cosignature WHERE witness = 'XB'"))
                .as("the node goes on and takes its cosignature when it comes")
                .isEqualTo(1);
    }

    @Test
    void ownSignatureAtAWitnessFreezes() {
        Stage stage = new Stage();
        stage.admit(peer);
        write(stage, peer);
        stage.nextCall(Witnessing.ADD_CHECKPOINT)
                .answer(PeerAnswer.of(
                        409, WitnessAnswer.Stale.CONTENT_TYPE, "90\n".getBytes(StandardCharsets.US_ASCII)));
        String published = Witnessing.PREFIX + Witness.originHash(stage.self.origin()) + "/checkpoint";
        SignedCheckpoint stolen = stage.self.checkpoint(new TreeHead(90, org.comity.tlog.Hash.sha256(new byte[1])));
        stage.nextCall(published).answer(PeerAnswer.of(200, "text/plain", stolen.encode()));
        stage.run();
        assertThat(stage.node().ledger().frozen()).isPresent();
    }

    @Test
    void twoIdleMutualWitnesses() {
        Stage one = new Stage("XC");
        Stage two = new Stage("XD");
        one.admit(two.self);
        two.admit(one.self);
        for (int minute = 0; minute < 2; minute++) {
            passTogether(one, two, Duration.ofMinutes(1));
        }
        List<Long> before = sizes(one, two);
        for (int minute = 0; minute < 60; minute++) {
            passTogether(one, two, Duration.ofMinutes(1));
        }
        assertThat(sizes(one, two)).isEqualTo(before);
        for (Stage node : List.of(one, two)) {
            assertThat(node.count("SELECT max(size) FROM exchange_cosignature"))
                    .as("the idle log is cosigned")
                    .isEqualTo(node.node().ledger().committed().size());
        }
    }

    private static void passTogether(Stage one, Stage two, Duration time) {
        one.pass(time);
        two.pass(time);
        Stage.talk(one, two);
    }

    private static List<Long> sizes(Stage... nodes) {
        List<Long> sizes = new ArrayList<>();
        for (Stage node : nodes) {
            sizes.add(node.node().ledger().committed().size());
        }
        return sizes;
    }

    @Test
    void twoSubmissionsRace() {
        Stage stage = new Stage();
        stage.admit(peer);
        stage.admit(other);
        peer.letters(stage.self.member, 1, 5);
        PeerCall small = submission(0, 3);
        PeerCall large = submission(0, 5);
        List<PeerAnswer> answers = new ArrayList<>();
        // Anybody may hand in a log's checkpoint, so two of one log can come at the same moment.
        stage.exchange().answer(peer.member, large, answers::add);
        stage.exchange().answer(other.member, small, answers::add);
        stage.run();
        assertThat(answers).extracting(PeerAnswer::status).containsExactly(200, 409);
        assertThat(witnessedSize(stage)).isEqualTo(5);
        stage.pass(Duration.ofSeconds(2));
        assertThat(stage.call(other, submission(3, 5)).status()).isEqualTo(409);
        assertThat(stage.call(peer, submission(5, 3)).status()).isEqualTo(400);
        assertThat(witnessedSize(stage)).isEqualTo(5);
    }

    private static long witnessedSize(Stage stage) {
        return stage.count("SELECT size FROM exchange_witnessed");
    }

    private PeerCall submission(long from, long to) {
        ConsistencyProof proof = from < to ? peer.log.tree(to).consistency(from) : ConsistencyProof.NONE;
        return PeerCall.post(
                Witnessing.ADD_CHECKPOINT,
                new AddCheckpointRequest(
                                from, proof, peer.checkpoint(peer.log.tree(to).head()))
                        .encode());
    }

    @Test
    void aForkShownToTheWitnessConvictsTheLog() {
        Stage stage = new Stage();
        stage.admit(peer);
        peer.letters(stage.self.member, 1, 3);
        assertThat(stage.call(peer, submission(0, 3)).status()).isEqualTo(200);
        peer.log = new org.comity.tlog.MemoryTiles();
        peer.letters(other.member, 1, 3);
        stage.pass(Duration.ofSeconds(2));
        PeerCall forked = PeerCall.post(
                Witnessing.ADD_CHECKPOINT,
                new AddCheckpointRequest(3, ConsistencyProof.NONE, peer.checkpoint()).encode());
        assertThat(stage.call(peer, forked).status()).isEqualTo(422);
        stage.run();
        assertThat(stage.exchange().contradictions().fork(peer.origin())).isPresent();
    }

    // Policies

    @Test
    void withoutAPolicyOneMemberOtherThanTheRecipientMakesAMessageWitnessed() {
        Stage stage = new Stage();
        stage.admit(peer);
        stage.admit(other);
        Logged sent = write(stage, peer);
        cosignAll(stage, peer);
        assertThat(delivery(stage, sent).witnessed())
                .as("by the recipient alone")
                .isFalse();
        cosignAll(stage, other);
        assertThat(delivery(stage, sent).witnesses()).containsExactly("XC");
        assertThat(delivery(stage, sent).witnessed()).isTrue();
    }

    @Test
    void aQuorumOfGroupsIsAskedFor() {
        HostilePeer third = new HostilePeer("XG", Realm.WORLD);
        Stage stage = stage(policy(
                witnessLine("b", peer),
                witnessLine("c", other),
                witnessLine("g", third),
                "group south any b c",
                "group north any g",
                "group regions all south north",
                "quorum regions"));
        HostilePeer recipient = new HostilePeer("XR", Realm.WORLD);
        for (HostilePeer member : List.of(recipient, peer, other, third)) {
            stage.admit(member);
        }
        Logged sent = write(stage, recipient);
        cosignAll(stage, peer, other);
        assertThat(delivery(stage, sent).witnesses()).containsExactlyInAnyOrder("XB", "XC");
        assertThat(delivery(stage, sent).witnessed()).as("two of one region").isFalse();
        cosignAll(stage, third);
        assertThat(delivery(stage, sent).witnessed()).isTrue();
        assertThat(delivery(stage, write(stage, recipient)).witnessed())
                .as("a later message")
                .isFalse();
    }

    // Witnesses that are no members

    @Test
    void aForeignWitnessCosignsAndCounts() {
        Stage stage = withForeignWitness();
        stage.admit(peer);
        Asked first = asked.remove();
        assertThat(request(first).oldSize()).isZero();
        cosign(stage, first);
        Logged sent = write(stage, peer);
        assertThat(delivery(stage, sent).witnessed()).isFalse();
        stage.pass(Duration.ofSeconds(11));
        Asked second = asked.remove();
        AddCheckpointRequest grown = request(second);
        assertThat(grown.oldSize())
                .isEqualTo(request(first).checkpoint().checkpoint().head().size());
        VerifiedCheckpoint shown = stage.self.card.node().policy().verify(grown.checkpoint());
        shown.extendsHead(request(first).checkpoint().checkpoint().head(), grown.proof());
        cosign(stage, second);
        assertThat(delivery(stage, sent).witnesses()).containsExactly("w1");
        assertThat(delivery(stage, sent).witnessed()).isTrue();
    }

    @Test
    void anIdleLogIsSubmittedToAForeignWitnessEveryTenMinutes() {
        Stage stage = withForeignWitness();
        cosign(stage, asked.remove());
        stage.pass(Duration.ofMinutes(9));
        assertThat(asked).isEmpty();
        stage.pass(Duration.ofMinutes(2));
        assertThat(asked).hasSize(1);
    }

    @Test
    void aForeignWitnessThatHoldsAnEarlierSizeGetsTheProofFromThere() {
        Stage stage = withForeignWitness();
        stage.admit(peer);
        long size = request(asked.peek()).checkpoint().checkpoint().head().size();
        assertThat(size).isPositive();
        answer(stage, asked.remove(), 404, "text/plain", "unknown\n");
        write(stage, peer);
        write(stage, peer);
        stage.pass(Duration.ofMinutes(1));
        answer(stage, asked.remove(), 409, WitnessAnswer.Stale.CONTENT_TYPE, "1\n");
        stage.pass(Duration.ofSeconds(11));
        assertThat(request(asked.remove()).oldSize()).isEqualTo(1);
    }

    @Test
    void aHugeHintOfAForeignWitnessIsNotBelieved() {
        Stage stage = withForeignWitness();
        answer(stage, asked.remove(), 409, WitnessAnswer.Stale.CONTENT_TYPE, "1000000000000000\n");
        Asked published = asked.remove();
        assertThat(published.url().toString())
                .isEqualTo(FOREIGN + "/" + Witness.originHash(stage.self.origin()) + "/checkpoint");
        answer(stage, published, 404, "text/plain", "");
        assertThat(stage.node().ledger().frozen()).isEmpty();
        stage.pass(Duration.ofMinutes(1));
        cosign(stage, asked.remove());
        assertThat(stage.count("SELECT count(*) FROM exchange_foreign_cosignature"))
                .isEqualTo(1);
    }

    @Test
    void ownSignatureAtAForeignWitnessFreezes() {
        Stage stage = withForeignWitness();
        answer(stage, asked.remove(), 409, WitnessAnswer.Stale.CONTENT_TYPE, "90\n");
        SignedCheckpoint stolen = stage.self.checkpoint(new TreeHead(90, org.comity.tlog.Hash.sha256(new byte[1])));
        answer(stage, asked.remove(), 200, "text/plain", new String(stolen.encode(), StandardCharsets.UTF_8));
        assertThat(stage.node().ledger().frozen()).isPresent();
    }

    @Test
    void aFalseCosignatureIsNotKept() {
        Stage stage = withForeignWitness();
        Asked call = asked.remove();
        SignedCheckpoint elsewhere = peer.checkpoint();
        answer(
                stage,
                call,
                200,
                "text/plain",
                foreignKey().sign(elsewhere.checkpoint(), 1_000).line() + "\n");
        assertThat(stage.count("SELECT count(*) FROM exchange_foreign_cosignature"))
                .isZero();
    }

    @Test
    void refusalsOfAForeignWitnessAreToldAfterThreeAndThePauseGrows() {
        for (int status : new int[] {403, 404, 422, 400}) {
            asked.clear();
            Stage stage = withForeignWitness();
            int asks = 0;
            for (int minute = 0; minute < 60; minute++) {
                while (!asked.isEmpty()) {
                    asks += asked.peek().body().isPresent() ? 1 : 0;
                    answer(stage, asked.remove(), status, "text/plain", "no\n");
                }
                stage.pass(Duration.ofMinutes(1));
            }
            assertThat(asks).as("asks within an hour after %d", status).isBetween(6, 14);
            assertThat(stage.alarms()).as("%d", status).anyMatch(alarm -> alarm.contains("the witness w1"));
        }
    }

    @Test
    void aForeignWitnessThatAsksForPatienceIsLeftInPeace() {
        Stage stage = withForeignWitness();
        asked.remove()
                .back()
                .accept(new Outcome.Done<>(new PeerAnswer(429, "text/plain", new byte[0], OptionalLong.of(300))));
        stage.run();
        stage.pass(Duration.ofSeconds(299));
        assertThat(asked).isEmpty();
        stage.pass(Duration.ofSeconds(2));
        assertThat(asked).hasSize(1);
    }
}

package org.comity.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.comity.tlog.LogException.Fault.BAD_SIGNATURE;
import static org.comity.tlog.LogException.Fault.MISSING_SIGNATURE;
import static org.comity.tlog.LogException.Fault.OUT_OF_RANGE;
import static org.comity.tlog.Refusals.assertMalformed;
import static org.comity.tlog.Refusals.assertRefused;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every status of C2SP tlog-witness, and the promises behind the status 200. */
class WitnessTest {
    private static final long NOW = Fixture.NOW;
    private static final MemoryTiles TILES = Fixture.tiles(300);
    private static final Ed25519CosigningKey ED = Ed25519CosigningKey.fromSeed("witness.example/w", Fixture.seed(50));
    private static final MlDsa44CosigningKey PQ = MlDsa44CosigningKey.fromSeed("witness.example/w", Fixture.seed(51));
    private static final List<VerifierKey> WITNESS_KEYS = List.of(ED.verifierKey(), PQ.verifierKey());

    private MemoryWitnessLogs logs = new MemoryWitnessLogs(Map.of());
    private Witness witness = new Witness(List.of(ED), logs);

    @BeforeEach
    void start() {
        logs = new MemoryWitnessLogs(
                Map.of(Fixture.ORIGIN, List.of(Fixture.LOG_ED.verifierKey(), Fixture.LOG_PQ.verifierKey())));
        witness = new Witness(List.of(ED, PQ), logs);
    }

    private static AddCheckpointRequest request(long old, long size) {
        ConsistencyProof proof =
                old > size ? ConsistencyProof.NONE : TILES.tree(size).consistency(old);
        return new AddCheckpointRequest(
                old, proof, Fixture.signed(TILES.tree(size).head()));
    }

    private WitnessAnswer add(long old, long size) {
        return witness.addCheckpoint(request(old, size).encode(), NOW);
    }

    private static void assertAnswer(WitnessAnswer answer, Class<? extends WitnessAnswer> type, int status) {
        assertThat(answer).as(answer.text()).isInstanceOf(type);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text()).endsWith("\n");
        assertThat(answer.body()).isEqualTo(Fixture.utf8(answer.text()));
    }

    @Test
    void cosignsAHeadThatExtendsTheLastOne() {
        for (long[] step : new long[][] {{0, 5}, {5, 6}, {6, 256}, {256, 300}}) {
            AddCheckpointRequest request = request(step[0], step[1]);
            WitnessAnswer answer = witness.addCheckpoint(request.encode(), NOW);
            assertAnswer(answer, WitnessAnswer.Cosigned.class, 200);
            SignedCheckpoint accepted = request.accept(answer.body(), WITNESS_KEYS);
            assertThat(accepted.signatures()).hasSize(4);
            for (int i = 0; i < 2; i++) {
                assertThat(WITNESS_KEYS
                                .get(i)
                                .verify(
                                        accepted.checkpoint(),
                                        accepted.signatures().get(2 + i)))
                        .hasValue(NOW);
            }
        }
        assertThat(logs.state(Fixture.ORIGIN).head()).isEqualTo(TILES.head());
    }

    @Test
    void cosignsTheEmptyTreeFirst() {
        assertAnswer(add(0, 0), WitnessAnswer.Cosigned.class, 200);
        assertAnswer(add(0, 3), WitnessAnswer.Cosigned.class, 200);
    }

    @Test
    void cosignsTheSameHeadAgainWithANewTime() {
        add(0, 5);
        WitnessAnswer answer = witness.addCheckpoint(request(5, 5).encode(), NOW + 600);
        SignedCheckpoint again = request(5, 5).accept(answer.body(), WITNESS_KEYS);
        assertThat(ED.verifierKey()
                        .verify(again.checkpoint(), again.signatures().get(2)))
                .hasValue(NOW + 600);
    }

    @Test
    void neverGivesATimeBelowTheLast() {
        add(0, 5);
        WitnessAnswer answer = witness.addCheckpoint(request(5, 6).encode(), NOW - 3_600);
        SignedCheckpoint later = request(5, 6).accept(answer.body(), WITNESS_KEYS);
        assertThat(PQ.verifierKey()
                        .verify(later.checkpoint(), later.signatures().get(3)))
                .hasValue(NOW);
    }

    @Test
    void answers404ForAnUnknownLog() {
        SignedCheckpoint foreign =
                SignedCheckpoint.sign(Checkpoint.of("other.example", TILES.head()), NOW, Fixture.LOG_KEYS);
        byte[] body = new AddCheckpointRequest(0, ConsistencyProof.NONE, foreign).encode();
        assertAnswer(witness.addCheckpoint(body, NOW), WitnessAnswer.UnknownLog.class, 404);
    }

    @Test
    void answers403WithoutEveryRequiredSignature() {
        SignedCheckpoint half =
                SignedCheckpoint.sign(Checkpoint.of(Fixture.ORIGIN, TILES.head()), NOW, List.of(Fixture.LOG_ED));
        byte[] body = new AddCheckpointRequest(0, ConsistencyProof.NONE, half).encode();
        assertAnswer(witness.addCheckpoint(body, NOW), WitnessAnswer.NotSigned.class, 403);
    }

    @Test
    void answers403ForASignatureThatDoesNotHold() {
        SignedCheckpoint moved = new SignedCheckpoint(
                Checkpoint.of(Fixture.ORIGIN, TILES.tree(7).head()),
                Fixture.signed(TILES.head()).signatures());
        byte[] body = new AddCheckpointRequest(0, ConsistencyProof.NONE, moved).encode();
        assertAnswer(witness.addCheckpoint(body, NOW), WitnessAnswer.NotSigned.class, 403);
        assertThat(logs.state(Fixture.ORIGIN)).isEqualTo(WitnessState.NEVER);
    }

    @Test
    void answers400IfTheOldSizeIsAboveTheNew() {
        add(0, 7);
        assertAnswer(add(7, 6), WitnessAnswer.BadRequest.class, 400);
    }

    @Test
    void answers400ForWhatIsNoRequest() {
        String good = Fixture.text(request(0, 7).encode());
        for (String bad : List.of(
                "",
                "old 0\n",
                good.replace("old 0", "old 00"),
                good.replace("old 0", "old -1"),
                good.replace("old 0", "size 0"),
                good.replace("old 0\n", "old 0\nAAAA\n"),
                good.replace("old 0\n", "old 0\n" + (Hash.EMPTY_ROOT + "\n").repeat(64)),
                good.replace("old 0\n\n", "old 0\n"),
                good + "more")) {
            assertAnswer(witness.addCheckpoint(Fixture.utf8(bad), NOW), WitnessAnswer.BadRequest.class, 400);
        }
    }

    @Test
    void answers409WithTheSizeItHolds() {
        add(0, 7);
        WitnessAnswer answer = add(0, 9);
        assertAnswer(answer, WitnessAnswer.Stale.class, 409);
        assertThat(answer.contentType()).isEqualTo("text/x.tlog.size");
        assertThat(answer.text()).isEqualTo("7\n");
        assertThat(AddCheckpointRequest.staleSize(answer.body())).isEqualTo(7);
        assertAnswer(add(8, 9), WitnessAnswer.Stale.class, 409);
    }

    @Test
    void neverCosignsBelowTheLargestSeen() {
        add(0, 9);
        for (long old = 0; old <= 7; old++) {
            assertAnswer(add(old, 7), WitnessAnswer.Stale.class, 409);
        }
        assertThat(logs.state(Fixture.ORIGIN).head().size()).isEqualTo(9);
    }

    @Test
    void answers422ForAWrongProof() {
        add(0, 7);
        ConsistencyProof wrong = TILES.tree(9).consistency(6);
        byte[] body =
                new AddCheckpointRequest(7, wrong, Fixture.signed(TILES.tree(9).head())).encode();
        assertAnswer(witness.addCheckpoint(body, NOW), WitnessAnswer.BadProof.class, 422);
        assertThat(logs.state(Fixture.ORIGIN).head().size()).isEqualTo(7);
    }

    @Test
    void answers422ForAProofFromTheEmptyTree() {
        ConsistencyProof needless = ConsistencyProof.of(List.of(Hash.EMPTY_ROOT));
        byte[] body = new AddCheckpointRequest(0, needless, Fixture.signed(TILES.head())).encode();
        assertAnswer(witness.addCheckpoint(body, NOW), WitnessAnswer.BadProof.class, 422);
    }

    @Test
    void answers422ForSizeZeroWithAnotherRoot() {
        String body = Fixture.text(request(0, 0).encode())
                .replace(Hash.EMPTY_ROOT.base64(), Hash.leaf(new byte[0]).base64());
        assertAnswer(witness.addCheckpoint(Fixture.utf8(body), NOW), WitnessAnswer.BadProof.class, 422);
    }

    @Test
    void answers422WithEvidenceForASecondRootOfOneSize() {
        add(0, 7);
        TreeHead other = new TreeHead(7, Hash.leaf(Fixture.utf8("fork")));
        byte[] body = new AddCheckpointRequest(7, ConsistencyProof.NONE, Fixture.signed(other)).encode();
        WitnessAnswer answer = witness.addCheckpoint(body, NOW);
        assertAnswer(answer, WitnessAnswer.Conflict.class, 422);
        ForkEvidence evidence = ((WitnessAnswer.Conflict) answer).evidence();
        ForkEvidence.parse(evidence.encode()).verify(Fixture.LOG_POLICY);
        assertThat(logs.state(Fixture.ORIGIN).head()).isEqualTo(TILES.tree(7).head());
    }

    @Test
    void aRivalRequestBetweenCheckAndWriteDoesNotRollTheHeadBack() {
        add(0, 5);
        logs.beforeNextReplace = () -> assertAnswer(add(5, 9), WitnessAnswer.Cosigned.class, 200);
        WitnessAnswer slow = add(5, 7);
        assertAnswer(slow, WitnessAnswer.Stale.class, 409);
        assertThat(slow.text()).isEqualTo("9\n");
        assertThat(logs.state(Fixture.ORIGIN).head().size()).isEqualTo(9);
    }

    @Test
    void aRivalRefreshOfTheSameHeadIsWaitedOut() {
        add(0, 5);
        logs.beforeNextReplace = () -> witness.addCheckpoint(request(5, 5).encode(), NOW + 5);
        assertAnswer(add(5, 6), WitnessAnswer.Cosigned.class, 200);
        assertThat(logs.state(Fixture.ORIGIN).posixSeconds()).isEqualTo(NOW + 5);
    }

    @Test
    void signsNothingThatWasNotStored() {
        logs.refuseAll = true;
        assertAnswer(add(0, 5), WitnessAnswer.Stale.class, 409);
        assertThat(witness.latest(Fixture.ORIGIN)).isEmpty();
    }

    @Test
    void servesTheLatestHeadWithTheSameCosignatures() {
        assertThat(witness.latest(Fixture.ORIGIN)).isEmpty();
        WitnessAnswer answer = add(0, 5);
        SignedCheckpoint expected = request(0, 5).accept(answer.body(), WITNESS_KEYS);
        assertThat(witness.latest(Fixture.ORIGIN)).hasValue(expected);
        assertThat(Witness.originHash("abc"))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void keepsTheLogsOwnLinesAlone() {
        SignedCheckpoint padded =
                request(0, 5).checkpoint().withSignatures(List.of(NoteSignature.of("stranger", 1, new byte[50_000])));
        witness.addCheckpoint(new AddCheckpointRequest(0, ConsistencyProof.NONE, padded).encode(), NOW);
        assertThat(logs.state(Fixture.ORIGIN).checkpoint().signatures())
                .extracting(NoteSignature::name)
                .containsOnly(Fixture.ORIGIN)
                .hasSize(2);
    }

    @Test
    void aWitnessNeedsCosignatureKeysAndAClock() {
        assertRefused(OUT_OF_RANGE, () -> new Witness(List.of(), logs));
        assertMalformed(() -> new Witness(List.of(Fixture.LOG_ED), logs));
        assertRefused(OUT_OF_RANGE, () -> witness.addCheckpoint(new byte[0], 0));
        assertRefused(OUT_OF_RANGE, () -> new WitnessState(TILES.head(), 0, "x"));
        assertRefused(OUT_OF_RANGE, () -> new WitnessState(TreeHead.EMPTY, 1, ""));
    }

    @Test
    void theClientRefusesAnswersThatDoNotHold() {
        AddCheckpointRequest request = request(0, 5);
        assertRefused(MISSING_SIGNATURE, () -> request.accept(new byte[0], WITNESS_KEYS));
        String foreign =
                Fixture.LOG_ED.sign(request.checkpoint().checkpoint(), 1).line() + "\n";
        assertRefused(MISSING_SIGNATURE, () -> request.accept(Fixture.utf8(foreign), WITNESS_KEYS));
        Checkpoint other = Checkpoint.of(Fixture.ORIGIN, TILES.tree(6).head());
        String wrong = ED.sign(other, NOW).line() + "\n";
        assertRefused(BAD_SIGNATURE, () -> request.accept(Fixture.utf8(wrong), WITNESS_KEYS));
        String timeless = PQ.sign(request.checkpoint().checkpoint(), 0).line() + "\n";
        assertRefused(BAD_SIGNATURE, () -> request.accept(Fixture.utf8(timeless), WITNESS_KEYS));
        assertMalformed(() -> request.accept(Fixture.utf8("no line\n"), WITNESS_KEYS));
        assertMalformed(() -> AddCheckpointRequest.staleSize(Fixture.utf8("7")));
        assertMalformed(() -> AddCheckpointRequest.staleSize(Fixture.utf8("7\n8\n")));
    }

    @Test
    void theClientDropsLinesOfUnknownKeys() {
        AddCheckpointRequest request = request(0, 5);
        Checkpoint checkpoint = request.checkpoint().checkpoint();
        String both = Fixture.LOG_ED.sign(checkpoint, 1).line() + "\n"
                + ED.sign(checkpoint, NOW).line() + "\n";
        assertThat(request.accept(Fixture.utf8(both), List.of(ED.verifierKey())).signatures())
                .hasSize(3);
    }

    @Test
    void manyRandomSubmissionsLeaveTheHeadMonotonic() {
        Seeded.check(3, random -> {
            start();
            long largest = 0;
            for (int i = 0; i < 60; i++) {
                WitnessAnswer answer = randomSubmission(random, largest);
                long held = logs.state(Fixture.ORIGIN).head().size();
                assertThat(held).isGreaterThanOrEqualTo(largest);
                assertThat(answer.status() == 200 || held == largest).isTrue();
                largest = held;
            }
        });
    }

    private WitnessAnswer randomSubmission(Random random, long held) {
        long size = Math.min(300, held + random.nextInt(12) - 2 < 0 ? 0 : held + random.nextInt(12));
        long old = random.nextBoolean() ? held : random.nextInt(301);
        return add(old, size);
    }

    // ---- sign-subtree

    private SignSubtreeRequest subtreeRequest(Subtree subtree) {
        add(0, 14);
        Tree tree = TILES.tree(14);
        SignedCheckpoint cosigned = witness.latest(Fixture.ORIGIN).orElseThrow();
        return new SignSubtreeRequest(subtree, tree.subtree(subtree), tree.consistency(subtree), cosigned);
    }

    @Test
    void signsASubtreeOfAHeadItHasCosigned() {
        SignSubtreeRequest request = subtreeRequest(new Subtree(8, 13));
        WitnessAnswer answer = witness.signSubtree(request.encode());
        assertAnswer(answer, WitnessAnswer.Cosigned.class, 200);
        List<NoteSignature> lines = ((WitnessAnswer.Cosigned) answer).lines();
        assertThat(lines).hasSize(1);
        PQ.verifierKey().verifySubtree(Fixture.ORIGIN, request.subtree(), request.root(), lines.get(0));
        assertThat(SignSubtreeRequest.parse(request.encode())).isEqualTo(request);
    }

    @Test
    void signsNoSubtreeOfAHeadItHasNotCosigned() {
        SignSubtreeRequest good = subtreeRequest(new Subtree(8, 13));
        SignSubtreeRequest bare = new SignSubtreeRequest(
                good.subtree(),
                good.root(),
                good.proof(),
                Fixture.signed(TILES.tree(14).head()));
        assertAnswer(witness.signSubtree(bare.encode()), WitnessAnswer.NotSigned.class, 403);
        NoteSignature forged = NoteSignature.of(
                PQ.verifierKey().name(), PQ.verifierKey().keyId(), new byte[8 + MlDsa44CosignatureKey.SIGNATURE_BYTES]);
        SignSubtreeRequest bad = new SignSubtreeRequest(
                good.subtree(), good.root(), good.proof(), bare.checkpoint().withSignatures(List.of(forged)));
        assertAnswer(witness.signSubtree(bad.encode()), WitnessAnswer.NotSigned.class, 403);
    }

    @Test
    void answers422ForASubtreeThatIsNotInTheTree() {
        SignSubtreeRequest good = subtreeRequest(new Subtree(8, 13));
        SignSubtreeRequest bad =
                new SignSubtreeRequest(good.subtree(), Hash.EMPTY_ROOT, good.proof(), good.checkpoint());
        assertAnswer(witness.signSubtree(bad.encode()), WitnessAnswer.BadProof.class, 422);
    }

    @Test
    void answers400ForARangeThatIsNoSubtree() {
        String good = Fixture.text(subtreeRequest(new Subtree(8, 13)).encode());
        for (String range : List.of("7 13", "13 8", "8 15", "8", "8 13 ", "08 13", "8 8")) {
            String bad = good.replace("subtree 8 13", "subtree " + range);
            assertAnswer(witness.signSubtree(Fixture.utf8(bad)), WitnessAnswer.BadRequest.class, 400);
        }
        assertAnswer(witness.signSubtree(new byte[0]), WitnessAnswer.BadRequest.class, 400);
    }

    @Test
    void answers404ForASubtreeOfAnUnknownLog() {
        SignSubtreeRequest good = subtreeRequest(new Subtree(8, 13));
        Witness stranger = new Witness(List.of(PQ), new MemoryWitnessLogs(Map.of()));
        assertAnswer(stranger.signSubtree(good.encode()), WitnessAnswer.UnknownLog.class, 404);
    }

    @Test
    void aWitnessWithoutASubtreeKeySaysSo() {
        SignSubtreeRequest good = subtreeRequest(new Subtree(8, 13));
        Witness plain = new Witness(List.of(ED), logs);
        assertAnswer(plain.signSubtree(good.encode()), WitnessAnswer.BadRequest.class, 400);
    }
}

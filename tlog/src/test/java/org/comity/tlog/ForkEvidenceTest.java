package org.comity.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.comity.tlog.LogException.Fault.BAD_PROOF;
import static org.comity.tlog.LogException.Fault.BAD_SIGNATURE;
import static org.comity.tlog.LogException.Fault.NO_CONTRADICTION;
import static org.comity.tlog.Refusals.assertMalformed;
import static org.comity.tlog.Refusals.assertRefused;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForkEvidenceTest {
    private static final MemoryTiles HONEST = Fixture.tiles(40);
    private static final MemoryTiles FORKED = forked();
    private static final ForkEvidence SPLIT = new ForkEvidence.SplitView(
            Fixture.signed(HONEST.tree(20).head()),
            Fixture.signed(FORKED.tree(20).head()));
    private static final ForkEvidence REWRITTEN = new ForkEvidence.Rewritten(
            Fixture.signed(HONEST.tree(20).head()),
            Fixture.signed(FORKED.tree(33).head()),
            FORKED.tree(20).head().root(),
            FORKED.tree(33).consistency(20));

    private static MemoryTiles forked() {
        List<Hash> leaves = new ArrayList<>(Fixture.leaves(40));
        leaves.set(17, Hash.leaf(Fixture.utf8("another story")));
        MemoryTiles tiles = new MemoryTiles();
        tiles.appendAll(leaves);
        return tiles;
    }

    @Test
    void bothFormsConvictTheLog() {
        for (ForkEvidence evidence : List.of(SPLIT, REWRITTEN)) {
            ForkEvidence read = ForkEvidence.parse(evidence.encode());
            assertThat(read).isEqualTo(evidence);
            read.verify(Fixture.LOG_POLICY);
        }
    }

    @Test
    void theNotesStandInTheFileByteForByte() {
        String text = Fixture.text(SPLIT.encode());
        assertThat(text)
                .startsWith("tlog-fork/v1\nfirst " + SPLIT.first().encode().length + "\nsecond ")
                .endsWith("\n\n" + Fixture.text(SPLIT.first().encode())
                        + Fixture.text(SPLIT.second().encode()));
    }

    @Test
    void consistentHeadsAreNoEvidence() {
        SignedCheckpoint small = Fixture.signed(HONEST.tree(20).head());
        SignedCheckpoint large = Fixture.signed(HONEST.tree(33).head());
        ConsistencyProof proof = HONEST.tree(33).consistency(20);
        Hash honestRoot = HONEST.tree(20).head().root();
        assertRefused(NO_CONTRADICTION, () -> new ForkEvidence.SplitView(small, small));
        assertRefused(NO_CONTRADICTION, () -> new ForkEvidence.SplitView(small, large));
        assertRefused(NO_CONTRADICTION, () -> new ForkEvidence.Rewritten(small, large, honestRoot, proof));
        assertRefused(NO_CONTRADICTION, () -> new ForkEvidence.Rewritten(large, small, Hash.EMPTY_ROOT, proof));
        assertRefused(
                NO_CONTRADICTION,
                () -> new ForkEvidence.Rewritten(
                        Fixture.signed(TreeHead.EMPTY), large, honestRoot, ConsistencyProof.NONE));
    }

    @Test
    void aProofThatMerelyFailsIsNoEvidence() {
        SignedCheckpoint small = Fixture.signed(HONEST.tree(20).head());
        SignedCheckpoint large = Fixture.signed(HONEST.tree(33).head());
        Hash invented = Hash.leaf(Fixture.utf8("invented"));
        ConsistencyProof proof = HONEST.tree(33).consistency(20);
        ForkEvidence slander = new ForkEvidence.Rewritten(small, large, invented, proof);
        assertRefused(BAD_PROOF, () -> slander.verify(Fixture.LOG_POLICY));
    }

    @Test
    void aProofFromAnotherEarlierTreeConvictsTheLogThatGaveIt() {
        SignedCheckpoint small = Fixture.signed(HONEST.tree(20).head());
        VerifiedCheckpoint large =
                Fixture.LOG_POLICY.verify(Fixture.signed(FORKED.tree(33).head()));
        ForkEvidence found = ForkEvidence.between(small, large, FORKED.tree(33).consistency(20))
                .orElseThrow();
        assertThat(found).isEqualTo(REWRITTEN);
        found.verify(Fixture.LOG_POLICY);
    }

    @Test
    void twoRootsOfOneSizeConvictTheLogWithoutAProof() {
        SignedCheckpoint small = Fixture.signed(HONEST.tree(20).head());
        VerifiedCheckpoint other =
                Fixture.LOG_POLICY.verify(Fixture.signed(FORKED.tree(20).head()));
        assertThat(ForkEvidence.between(small, other, ConsistencyProof.NONE)).contains(SPLIT);
    }

    @Test
    void anHonestOrASenselessProofConvictsNobody() {
        SignedCheckpoint small = Fixture.signed(HONEST.tree(20).head());
        VerifiedCheckpoint honest =
                Fixture.LOG_POLICY.verify(Fixture.signed(HONEST.tree(33).head()));
        VerifiedCheckpoint forked =
                Fixture.LOG_POLICY.verify(Fixture.signed(FORKED.tree(33).head()));
        assertThat(ForkEvidence.between(small, honest, HONEST.tree(33).consistency(20)))
                .isEmpty();
        assertThat(ForkEvidence.between(small, forked, HONEST.tree(33).consistency(20)))
                .isEmpty();
        assertThat(ForkEvidence.between(small, forked, ConsistencyProof.NONE)).isEmpty();
        assertThat(ForkEvidence.between(
                        Fixture.signed(HONEST.tree(16).head()),
                        forked,
                        FORKED.tree(33).consistency(16)))
                .as("the proof from a power of two does not hold the earlier root")
                .isEmpty();
    }

    @Test
    void headsThatTheLogDidNotSignAreNoEvidence() {
        SignedCheckpoint real = Fixture.signed(HONEST.tree(20).head());
        SignedCheckpoint forged = new SignedCheckpoint(
                Checkpoint.of(Fixture.ORIGIN, FORKED.tree(20).head()), real.signatures());
        assertRefused(BAD_SIGNATURE, () -> new ForkEvidence.SplitView(real, forged).verify(Fixture.LOG_POLICY));
        assertRefused(BAD_SIGNATURE, () -> new ForkEvidence.SplitView(forged, real).verify(Fixture.LOG_POLICY));
    }

    @Test
    void headsOfTwoLogsAreNoEvidence() {
        SignedCheckpoint other = SignedCheckpoint.sign(
                Checkpoint.of("other.example", FORKED.tree(20).head()), 1, Fixture.LOG_KEYS);
        assertRefused(
                NO_CONTRADICTION,
                () -> new ForkEvidence.SplitView(Fixture.signed(HONEST.tree(20).head()), other));
    }

    @Test
    void malformedFilesAreRefused() {
        String good = Fixture.text(REWRITTEN.encode());
        String first = "first " + REWRITTEN.first().encode().length;
        for (String bad : List.of(
                "",
                good.replace("/v1", "/v2"),
                good.replace(first, "first 0"),
                good.replace(first, "first 9223372036854775807"),
                good.replace(first + "\n", ""),
                good.replace("prefix ", "prefix"),
                good.replaceFirst("prefix \\S+\n", ""),
                good + "x",
                good.substring(0, good.length() - 1))) {
            assertMalformed(() -> ForkEvidence.parse(Fixture.utf8(bad)));
        }
    }
}

package org.comity.node.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.comity.node.evidence.FetchMachine.Run;
import org.comity.node.evidence.FetchMachine.Step;
import org.comity.node.world.ByteRange;
import org.junit.jupiter.api.Test;

class FetchMachineTest {
    private static final int LENGTH = 10 * PieceList.PIECE_BYTES + 7;
    private static final PieceList LIST = PieceTreeTest.list(Sizes.bytes(LENGTH));

    private static FetchMachine fresh() {
        return new FetchMachine(LENGTH, LIST.root(), Optional.empty(), new BitSet(), 0);
    }

    private static FetchMachine listed(int... complete) {
        BitSet bits = new BitSet();
        Arrays.stream(complete).forEach(bits::set);
        return new FetchMachine(LENGTH, LIST.root(), Optional.of(LIST), bits, 0);
    }

    private static Step ask(int first, int count) {
        return new Step.AskPieces(new Run(first, count), LIST.range(first, count));
    }

    @Test
    void asksForTheListThenForTwoRunsAtATime() {
        FetchMachine machine = fresh();
        assertThat(machine.begin()).containsExactly(new Step.AskList(new ByteRange(0, 11 * 32 - 1)));
        assertThat(machine.listCame(LIST.encode())).containsExactly(ask(0, 4), ask(4, 4));
        assertThat(machine.stored(new Run(4, 4))).containsExactly(ask(8, 3));
        assertThat(machine.stored(new Run(0, 4))).isEmpty();
        assertThat(machine.stored(new Run(8, 3))).containsExactly(new Step.Finish());
    }

    @Test
    void asksOnlyForWhatIsMissingAfterARestart() {
        assertThat(listed(0, 1, 4, 5, 6, 7, 8, 9).begin()).containsExactly(ask(2, 2), ask(10, 1));
    }

    @Test
    void finishesAtOnceWhenNothingIsMissing() {
        assertThat(listed(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10).begin()).containsExactly(new Step.Finish());
    }

    @Test
    void asksForALongListInParts() {
        long length = 200_000L * PieceList.PIECE_BYTES;
        FetchMachine machine = new FetchMachine(length, LIST.root(), Optional.empty(), new BitSet(), 0);
        assertThat(machine.begin()).containsExactly(new Step.AskList(new ByteRange(0, 4_194_303)));
        assertThat(machine.listCame(new byte[4_194_304]))
                .containsExactly(new Step.AskList(new ByteRange(4_194_304, 6_399_999)));
    }

    @Test
    void pieceListWrongIsAStrike() {
        FetchMachine machine = fresh();
        machine.begin();
        byte[] wrong = LIST.encode();
        wrong[0] ^= 1;
        assertThat(machine.listCame(wrong))
                .hasSize(2)
                .first()
                .satisfies(step -> assertThat(step.toString()).contains("Strike", "root"));
    }

    @Test
    void listOfWrongLengthIsAStrike() {
        FetchMachine machine = fresh();
        machine.begin();
        assertThat(machine.listCame(new byte[31]).getFirst()).isInstanceOf(Step.Strike.class);
    }

    @Test
    void threeStrikesSuspendWithTheReason() {
        FetchMachine machine = listed();
        machine.begin();
        assertThat(machine.refused(new Run(0, 4), "bad"))
                .containsExactly(new Step.Strike(1, "bad"), new Step.Wait(1_000));
        assertThat(machine.refused(new Run(4, 4), "bad")).containsExactly(new Step.Strike(2, "bad"));
        assertThat(machine.waited()).containsExactly(ask(0, 4), ask(4, 4));
        assertThat(machine.refused(new Run(0, 4), "worse"))
                .containsExactly(new Step.Strike(3, "worse"), new Step.Suspend("after 3 bad answers: worse"));
        assertThat(machine.stored(new Run(4, 4))).isEmpty();
        assertThat(machine.over()).isTrue();
    }

    @Test
    void strikesOfAnEarlierRunOfTheProgramCount() {
        FetchMachine machine = new FetchMachine(LENGTH, LIST.root(), Optional.of(LIST), new BitSet(), 2);
        machine.begin();
        assertThat(machine.refused(new Run(0, 4), "bad")).hasSize(2).last().isInstanceOf(Step.Suspend.class);
    }

    @Test
    void failuresOfTheRoadOnlySlowDown() {
        FetchMachine machine = listed(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        machine.begin();
        Run last = new Run(10, 1);
        long expected = 1_000;
        for (int i = 0; i < 30; i++) {
            assertThat(machine.failed(Optional.of(last), OptionalLong.empty()))
                    .containsExactly(new Step.Wait(expected));
            assertThat(machine.waited()).containsExactly(ask(10, 1));
            expected = Math.min(expected * 2, FetchMachine.LONGEST_WAIT_MS);
        }
        assertThat(machine.stored(last)).containsExactly(new Step.Finish());
    }

    @Test
    void waitsAsLongAsThePeerAsks() {
        FetchMachine machine = listed();
        machine.begin();
        assertThat(machine.failed(Optional.of(new Run(0, 4)), OptionalLong.of(60_000)))
                .containsExactly(new Step.Wait(60_000));
        assertThat(machine.failed(Optional.of(new Run(4, 4)), OptionalLong.empty()))
                .isEmpty();
    }

    @Test
    void fetchesAgainWhatTheDiskLost() {
        FetchMachine machine = listed(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        machine.begin();
        BitSet lost = new BitSet();
        lost.set(3);
        assertThat(machine.damaged(lost)).containsExactly(ask(3, 1));
        assertThat(machine.stored(new Run(3, 1))).containsExactly(new Step.Finish());
    }

    @Test
    void checksTheWholeAgainAfterAFailure() {
        FetchMachine machine = listed(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        machine.begin();
        assertThat(machine.finishFailed()).containsExactly(new Step.Wait(1_000));
        assertThat(machine.waited()).containsExactly(new Step.Finish());
    }

    @Test
    void lateAnswersChangeNothingOnceItIsHopeless() {
        FetchMachine machine = listed();
        machine.begin();
        assertThat(machine.hopeless("gone")).containsExactly(new Step.Suspend("gone"));
        assertThat(machine.hopeless("gone")).isEmpty();
        assertThat(machine.refused(new Run(0, 4), "bad")).isEmpty();
        assertThat(machine.failed(Optional.of(new Run(4, 4)), OptionalLong.empty()))
                .isEmpty();
        assertThat(machine.waited()).isEmpty();
    }

    @Test
    void lengthsThatCannotBelongTogetherAreRefused() {
        FetchMachine.requireLengths(0, 1_000 + 16 + 16);
        List<long[]> wrong = List.of(
                new long[] {0, 31},
                new long[] {-1, 2_000},
                new long[] {100_000, 100_000},
                new long[] {5, 70_000},
                new long[] {Long.MAX_VALUE, 2_000},
                new long[] {5, Long.MAX_VALUE});
        for (long[] pair : wrong) {
            assertThatExceptionOfType(EvidenceException.class)
                    .as(Arrays.toString(pair))
                    .isThrownBy(() -> FetchMachine.requireLengths(pair[0], pair[1]));
        }
    }
}

package org.comity.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.comity.tlog.Refusals.assertMalformed;
import static org.comity.tlog.Refusals.assertRefused;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrontierTest {
    @Test
    void hasTheRootOfTheNaiveTreeAtEverySize() {
        Frontier frontier = Frontier.EMPTY;
        List<Hash> leaves = Fixture.leaves(600);
        for (int n = 0; n < 600; n++) {
            assertThat(frontier.head()).isEqualTo(new TreeHead(n, NaiveTree.root(leaves.subList(0, n))));
            frontier = frontier.append(leaves.get(n));
        }
    }

    @Test
    void aBatchEqualsSingleAppends() {
        Seeded.check(50, random -> {
            List<Hash> leaves = Fixture.leaves(Seeded.size(random));
            int cut = random.nextInt(leaves.size() + 1);
            Frontier single = Frontier.EMPTY;
            for (Hash leaf : leaves) {
                single = single.append(leaf);
            }
            Frontier batch =
                    Frontier.EMPTY.appendAll(leaves.subList(0, cut)).appendAll(leaves.subList(cut, leaves.size()));
            assertThat(batch).isEqualTo(single).hasSameHashCodeAs(single);
            assertThat(Frontier.decode(batch.size(), batch.encode())).isEqualTo(batch);
        });
    }

    @Test
    void anAppendLeavesTheOldValueAlone() {
        Frontier three = Frontier.EMPTY.appendAll(Fixture.leaves(3));
        Hash before = three.root();
        Frontier four = three.append(Hash.leaf(Fixture.entry(3)));
        assertThat(three.root()).isEqualTo(before);
        assertThat(three.size()).isEqualTo(3);
        assertThat(four.size()).isEqualTo(4);
    }

    @Test
    void handsTileHashesOverInOrderWithoutGaps() {
        List<List<Hash>> levels = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        List<Hash> leaves = Fixture.leaves((1 << 16) + 300);
        Frontier.EMPTY.appendAll(leaves, (level, index, hash) -> {
            assertThat(index).isEqualTo(levels.get(level).size());
            levels.get(level).add(hash);
        });
        assertThat(levels.get(0)).isEqualTo(leaves);
        assertThat(levels.get(1)).hasSize(257);
        assertThat(levels.get(1).get(256)).isEqualTo(NaiveTree.root(leaves.subList(1 << 16, (1 << 16) + 256)));
        assertThat(levels.get(2)).containsExactly(NaiveTree.root(leaves.subList(0, 1 << 16)));
    }

    @Test
    void refusesBytesThatDoNotFitTheSize() {
        assertMalformed(() -> Frontier.decode(3, new byte[32]));
        assertMalformed(() -> Frontier.decode(0, new byte[32]));
        assertRefused(LogException.Fault.OUT_OF_RANGE, () -> Frontier.decode(-1, new byte[0]));
    }

    @Test
    void refusesToGrowAboveTheLargestSize() {
        Frontier full = Frontier.decode(Long.MAX_VALUE, new byte[63 * 32]);
        assertRefused(LogException.Fault.OUT_OF_RANGE, () -> full.append(Hash.leaf(new byte[0])));
    }

    @Test
    void emptyRootBelongsToSizeZeroAlone() {
        assertRefused(LogException.Fault.WRONG_EMPTY_ROOT, () -> new TreeHead(1, Hash.EMPTY_ROOT));
        assertRefused(LogException.Fault.WRONG_EMPTY_ROOT, () -> new TreeHead(0, Hash.leaf(new byte[0])));
        assertRefused(LogException.Fault.OUT_OF_RANGE, () -> new TreeHead(-1, Hash.leaf(new byte[0])));
    }
}

package org.comity.node.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.comity.node.evidence.EvidenceException.Fault;
import org.comity.node.world.ByteRange;
import org.comity.tlog.Hash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class PieceTreeTest {
    static final int[] LENGTHS = {1, 65_536, 1_048_575, 1_048_576, 1_048_577, 2_097_152, 3_670_016};

    @ParameterizedTest
    @FieldSource("LENGTHS")
    void isTheSameInWhateverStepsTheFileComes(int length) {
        byte[] file = Sizes.bytes(length);
        Random random = Sizes.random(length);
        PieceTree tree = new PieceTree();
        for (int at = 0; at < length; ) {
            int step = Math.min(length - at, 1 + random.nextInt(300_000));
            ByteBuffer buffer = ByteBuffer.wrap(file, at, step);
            tree.update(buffer);
            assertThat(buffer.remaining()).isEqualTo(step);
            at += step;
        }
        PieceList list = tree.finish();
        assertThat(list.encode()).as(Sizes.shown()).isEqualTo(reference(file));
        assertThat(list.fileLength()).isEqualTo(length);
        assertThat(list.root()).isEqualTo(root(pieces(file)));
        assertThat(PieceList.decode(list.encode(), length)).isEqualTo(list);
    }

    @Test
    void pieceIsALeafOfTheTransparencyLogHash() {
        byte[] file = {1, 2, 3};
        assertThat(list(file).root()).isEqualTo(Hash.leaf(file));
    }

    @Test
    void rangesCoverTheFileWithoutGap() {
        PieceList list = list(new byte[2_097_153]);
        assertThat(list.count()).isEqualTo(3);
        assertThat(list.range(0, 2)).isEqualTo(new ByteRange(0, 2_097_151));
        assertThat(list.range(2, 1)).isEqualTo(new ByteRange(2_097_152, 2_097_152));
        assertThat(list.pieceLength(2)).isEqualTo(1);
    }

    @Test
    void refusesAnEmptyFile() {
        assertFault(Fault.WRONG_LENGTH, () -> new PieceTree().finish());
    }

    @Test
    void refusesAListWithOneHashTooFew() {
        byte[] encoded = list(new byte[1_048_577]).encode();
        assertFault(Fault.WRONG_LENGTH, () -> PieceList.decode(Arrays.copyOf(encoded, 32), 1_048_577));
    }

    @Test
    void refusesAListWithOneHashTooMany() {
        byte[] encoded = list(new byte[1_048_577]).encode();
        assertFault(Fault.WRONG_LENGTH, () -> PieceList.decode(encoded, 1_048_576));
    }

    @Test
    void refusesAFileBeyondTheLimit() {
        assertFault(Fault.WRONG_LENGTH, () -> PieceList.countFor(PieceList.MAX_FILE_BYTES + 1));
    }

    @Test
    void refusesAnotherRoot() {
        byte[] encoded = list(new byte[1_048_577]).encode();
        Hash root = PieceList.decode(encoded, 1_048_577).root();
        encoded[40] ^= 1;
        assertFault(Fault.WRONG_LIST, () -> PieceList.decode(encoded, 1_048_577).requireRoot(root));
    }

    @Test
    void refusesAFlippedBitInAnyPiece() {
        byte[] file = Sizes.bytes(2_500_000);
        PieceList list = list(file);
        list.requirePieces(0, file);
        for (int at : new int[] {0, 1_048_575, 1_048_576, 2_499_999}) {
            byte[] changed = file.clone();
            changed[at] ^= 4;
            assertFault(Fault.WRONG_PIECE, () -> list.requirePieces(0, changed));
        }
    }

    @Test
    void refusesTwoPiecesInTheWrongOrder() {
        byte[] file = Sizes.bytes(2_097_152);
        byte[] second = Arrays.copyOfRange(file, 1_048_576, 2_097_152);
        list(file).requirePieces(1, second);
        assertFault(Fault.WRONG_PIECE, () -> list(file).requirePieces(0, second));
    }

    @Test
    void refusesBytesThatEndInsideAPiece() {
        byte[] file = Sizes.bytes(2_097_152);
        assertFault(Fault.WRONG_LENGTH, () -> list(file).requirePieces(0, Arrays.copyOf(file, 1_048_577)));
    }

    @Test
    void refusesBytesBehindTheLastPiece() {
        byte[] file = Sizes.bytes(100);
        assertFault(Fault.WRONG_LENGTH, () -> list(file).requirePieces(0, Arrays.copyOf(file, 101)));
    }

    private static void assertFault(Fault fault, Runnable call) {
        assertThatExceptionOfType(EvidenceException.class)
                .isThrownBy(call::run)
                .satisfies(e -> assertThat(e.fault()).isEqualTo(fault));
    }

    static PieceList list(byte[] file) {
        PieceTree tree = new PieceTree();
        tree.update(ByteBuffer.wrap(file));
        return tree.finish();
    }

    private static List<Hash> pieces(byte[] file) {
        List<Hash> leaves = new ArrayList<>();
        for (int at = 0; at < file.length; at += 1_048_576) {
            leaves.add(Hash.leaf(Arrays.copyOfRange(file, at, Math.min(file.length, at + 1_048_576))));
        }
        return leaves;
    }

    private static byte[] reference(byte[] file) {
        ByteBuffer all = ByteBuffer.allocate(pieces(file).size() * 32);
        pieces(file).forEach(leaf -> all.put(leaf.bytes()));
        return all.array();
    }

    /** The recursive definition of RFC 9162, section 2.1.1. */
    private static Hash root(List<Hash> leaves) {
        if (leaves.size() == 1) {
            return leaves.getFirst();
        }
        int split = Integer.highestOneBit(leaves.size() - 1);
        return Hash.node(root(leaves.subList(0, split)), root(leaves.subList(split, leaves.size())));
    }
}

package org.comity.tlog;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/** Keys, logs and checkpoints shared by the tests. */
final class Fixture {
    static final String ORIGIN = "log.example/state-a";
    static final long NOW = 1_790_000_000;

    static final Ed25519SigningKey LOG_ED = Ed25519SigningKey.fromSeed(ORIGIN, seed(1));
    static final MlDsa44CosigningKey LOG_PQ = MlDsa44CosigningKey.fromSeed(ORIGIN, seed(2));
    static final List<SigningKey> LOG_KEYS = List.of(LOG_ED, LOG_PQ);
    static final CheckpointPolicy LOG_POLICY =
            new CheckpointPolicy(ORIGIN, List.of(LOG_ED.verifierKey(), LOG_PQ.verifierKey()));

    private Fixture() {}

    static byte[] seed(int fill) {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) fill);
        return seed;
    }

    static byte[] entry(long index) {
        return ("entry " + index).getBytes(StandardCharsets.UTF_8);
    }

    static MemoryTiles tiles(int size) {
        MemoryTiles tiles = new MemoryTiles();
        tiles.appendAll(leaves(size));
        return tiles;
    }

    static List<Hash> leaves(int size) {
        List<Hash> leaves = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            leaves.add(Hash.leaf(entry(i)));
        }
        return leaves;
    }

    static SignedCheckpoint signed(TreeHead head) {
        return SignedCheckpoint.sign(Checkpoint.of(ORIGIN, head), NOW, LOG_KEYS);
    }

    /** A verified checkpoint without the cost of signatures, for tests of paths alone. */
    static VerifiedCheckpoint believed(TreeHead head) {
        NoteSignature placeholder = NoteSignature.of("none", 0, new byte[] {1});
        return new VerifiedCheckpoint(
                new SignedCheckpoint(Checkpoint.of(ORIGIN, head), List.of(placeholder)), new TreeMap<>());
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static Hash flipped(Hash hash, int bit) {
        byte[] bytes = hash.bytes();
        bytes[bit / 8 % Hash.BYTES] ^= (byte) (1 << (bit % 8));
        return Hash.of(bytes);
    }
}

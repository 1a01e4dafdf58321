package org.comity.bench;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.tlog.BatchProof;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.CheckpointPolicy;
import org.comity.tlog.Ed25519SigningKey;
import org.comity.tlog.Hash;
import org.comity.tlog.InclusionProof;
import org.comity.tlog.MemoryTiles;
import org.comity.tlog.MlDsa44CosigningKey;
import org.comity.tlog.SignedCheckpoint;
import org.comity.tlog.SigningKey;
import org.comity.tlog.Tree;
import org.comity.tlog.VerifiedCheckpoint;

/** How many proofs one core checks in a second: of single records, of records in a batch, and of signed heads. */
final class ProofsBenchmark {

    private static final String ORIGIN = "node.xa.example/log/g1";
    private static final int LEAVES = 1 << 18;
    private static final int SAMPLES = 512;
    private static final int BATCH = 256;

    private final BenchOptions options;
    private final List<byte[]> entries = new ArrayList<>(LEAVES);

    ProofsBenchmark(BenchOptions options) {
        this.options = options;
    }

    Report run() {
        MemoryTiles tiles = new MemoryTiles();
        for (int i = 0; i < LEAVES; i++) {
            byte[] entry = Hash.sha256(ByteBuffer.allocate(4).putInt(i).array()).bytes();
            entries.add(entry);
            tiles.append(Hash.leaf(entry));
        }
        List<SigningKey> keys = List.of(
                Ed25519SigningKey.fromSeed(ORIGIN, new byte[32]), MlDsa44CosigningKey.fromSeed(ORIGIN, new byte[32]));
        SignedCheckpoint signed = SignedCheckpoint.sign(Checkpoint.of(ORIGIN, tiles.head()), 1, keys);
        CheckpointPolicy policy = new CheckpointPolicy(
                ORIGIN, keys.stream().map(SigningKey::verifierKey).toList());
        VerifiedCheckpoint head = policy.verify(signed);
        Tree tree = tiles.tree(LEAVES);
        double single = single(head, tree);
        double batched = batched(head, tree);
        double heads = perSecond(() -> policy.verify(signed));
        return new Report("proofs")
                .figure("inclusion_proofs_per_second", "single inclusion proofs", single, 0, "per second and core")
                .figure("batched_records_per_second", "records in batches of 256", batched, 0, "per second and core")
                .figure("checkpoints_per_second", "heads, Ed25519 and ML-DSA-44", heads, 0, "per second and core")
                .figure("leaves", "leaves in the log", LEAVES, 0, "");
    }

    private double single(VerifiedCheckpoint head, Tree tree) {
        List<InclusionProof> proofs = new ArrayList<>();
        for (int i = 0; i < SAMPLES; i++) {
            proofs.add(tree.inclusion(index(i)));
        }
        int[] next = {0};
        return perSecond(() -> {
            int i = next[0]++ % SAMPLES;
            head.includes(entries.get(index(i)), index(i), proofs.get(i));
        });
    }

    private double batched(VerifiedCheckpoint head, Tree tree) {
        SortedMap<Long, byte[]> batch = new TreeMap<>();
        // Every second leaf at the end of the log, as two nodes that talk to each other leave them.
        for (int i = 0; i < BATCH; i++) {
            int at = LEAVES - 2 * BATCH + 2 * i;
            batch.put((long) at, entries.get(at));
        }
        BatchProof proof = tree.batch(new TreeSet<>(batch.keySet()));
        return BATCH * perSecond(() -> head.includesAll(batch, proof));
    }

    /** Scattered over the log, the same in every run. */
    private static int index(int sample) {
        return (int) (sample * 2_654_435_761L % LEAVES);
    }

    /** Half of the time is for the compiler and is not counted. A check that failed would throw. */
    private double perSecond(Runnable check) {
        long half = options.seconds() * 1_000_000_000L / 6;
        runFor(check, half);
        long start = System.nanoTime();
        long checks = runFor(check, half);
        return checks * 1e9 / (System.nanoTime() - start);
    }

    private static long runFor(Runnable check, long nanos) {
        long end = System.nanoTime() + nanos;
        long checks = 0;
        do {
            check.run();
            checks++;
        } while (System.nanoTime() < end);
        return checks;
    }
}

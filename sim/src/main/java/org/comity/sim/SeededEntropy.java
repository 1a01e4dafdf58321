package org.comity.sim;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.comity.node.world.Entropy;
import org.comity.tlog.Hash;

/**
 * Random bytes of one node, fixed by seed and label.
 *
 * <p>SHA-256 in counter mode: block n is {@code SHA-256("comity/sim/entropy/v1" LF || seed (8) || n (8) || label)}, and the stream is the
 * blocks in order, without gaps between draws. Keys, salts and nonces of a simulated node come from here, so two runs of a seed agree
 * in every byte, and no two nodes share one.
 */
public final class SeededEntropy implements Entropy {

    private static final byte[] DOMAIN = "comity/sim/entropy/v1\n".getBytes(StandardCharsets.US_ASCII);

    private final long seed;
    private final byte[] label;
    private byte[] block = new byte[0];
    private int used;
    private long blocks;

    public SeededEntropy(long seed, String label) {
        this.seed = seed;
        this.label = label.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void fill(byte[] out) {
        for (int i = 0; i < out.length; i++) {
            if (used == block.length) {
                block = nextBlock();
                used = 0;
            }
            out[i] = block[used++];
        }
    }

    private byte[] nextBlock() {
        return Hash.sha256(ByteBuffer.allocate(DOMAIN.length + 2 * Long.BYTES + label.length)
                        .put(DOMAIN)
                        .putLong(seed)
                        .putLong(blocks++)
                        .put(label)
                        .array())
                .bytes();
    }
}

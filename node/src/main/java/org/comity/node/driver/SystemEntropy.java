package org.comity.node.driver;

import java.security.SecureRandom;
import java.util.Arrays;
import org.comity.node.world.Entropy;

/**
 * Random bytes of the operating system, through the platform's deterministic generator.
 *
 * <p>The generator costs about as much for 16 bytes as for some hundred, and a node draws a salt and a nonce for every leaf. So small
 * draws are cut from a block, and what was given out is wiped from it.
 */
public final class SystemEntropy implements Entropy {

    private static final int BLOCK_BYTES = 2_048;

    /** Draws up to this length are cut from the block. */
    private static final int SMALL = 64;

    private static final class Block {
        private final SecureRandom random = new SecureRandom();
        private final byte[] bytes = new byte[BLOCK_BYTES];
        private int used = BLOCK_BYTES;

        void fill(byte[] out) {
            if (out.length > SMALL) {
                random.nextBytes(out);
                return;
            }
            if (used + out.length > BLOCK_BYTES) {
                random.nextBytes(bytes);
                used = 0;
            }
            System.arraycopy(bytes, used, out, 0, out.length);
            Arrays.fill(bytes, used, used + out.length, (byte) 0);
            used += out.length;
        }
    }

    // One generator a thread: the shared one is a lock that every salt of every commit would take.
    private final ThreadLocal<Block> blocks = ThreadLocal.withInitial(Block::new);

    @Override
    public void fill(byte[] out) {
        blocks.get().fill(out);
    }
}

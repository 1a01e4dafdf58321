package org.comity.node.access;

import java.util.Random;
import org.comity.node.world.Entropy;

/** The same bytes for the same seed. */
public final class SeededEntropy implements Entropy {

    private final Random random;

    public SeededEntropy(long seed) {
        this.random = new Random(seed);
    }

    @Override
    public void fill(byte[] out) {
        random.nextBytes(out);
    }
}

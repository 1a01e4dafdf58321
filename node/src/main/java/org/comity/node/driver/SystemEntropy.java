package org.comity.node.driver;

import java.security.SecureRandom;
import org.comity.node.world.Entropy;

/** Random bytes of the operating system, through the platform's deterministic generator. */
public final class SystemEntropy implements Entropy {

    // One generator a thread: the shared one is a lock that every salt of every commit would take.
    private final ThreadLocal<SecureRandom> random = ThreadLocal.withInitial(SecureRandom::new);

    @Override
    public void fill(byte[] out) {
        random.get().nextBytes(out);
    }
}

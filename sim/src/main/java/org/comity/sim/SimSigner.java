package org.comity.sim;

import java.util.List;
import java.util.Optional;
import org.comity.node.world.Signer;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.Hash;
import org.comity.tlog.NoteSignature;
import org.comity.tlog.VerifierKey;

/**
 * The real keys of a node, watched: every signature is kept. Two roots for one size, or a signature on a head that is not durable,
 * break the world's promises.
 */
final class SimSigner implements Signer {

    private final Life life;
    private final Signer keys;
    private final SignedHeads heads;
    private final Perils perils;
    private final NodeWatch watch;

    SimSigner(Life life, Signer keys, SignedHeads heads, Perils perils, NodeWatch watch) {
        this.life = life;
        this.keys = keys;
        this.heads = heads;
        this.perils = perils;
        this.watch = watch;
    }

    @Override
    public List<VerifierKey> logKeys() {
        return keys.logKeys();
    }

    @Override
    public List<NoteSignature> signCheckpoint(Checkpoint checkpoint, long posixSeconds) {
        long size = checkpoint.head().size();
        perils.point(life, "before it signs size " + size);
        if (perils.signerFails()) {
            throw new IllegalStateException("the key module does not answer (simulated)");
        }
        watch.requireDurable(checkpoint.origin(), checkpoint.head(), "signs");
        List<NoteSignature> lines = keys.signCheckpoint(checkpoint, posixSeconds);
        Optional<Hash> other = heads.signed(checkpoint);
        other.ifPresent(root -> watch.broken(checkpoint.origin() + " signed two roots for size " + size + ": " + root
                + " and " + checkpoint.head().root()));
        perils.point(life, "after it signed size " + size);
        return lines;
    }
}

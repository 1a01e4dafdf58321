package org.comity.node.directory;

import java.util.List;
import org.comity.node.world.Signer;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.NoteSignature;
import org.comity.tlog.VerifierKey;

/** Signs with the keys of the node's own key file. */
public final class SoftwareSigner implements Signer {

    private final NodeKeys keys;

    public SoftwareSigner(NodeKeys keys) {
        this.keys = keys;
    }

    @Override
    public List<VerifierKey> logKeys() {
        return keys.logKeys();
    }

    @Override
    public List<NoteSignature> signCheckpoint(Checkpoint checkpoint, long posixSeconds) {
        if (!checkpoint.origin().equals(keys.origin())) {
            throw new IllegalArgumentException(
                    "checkpoint of " + checkpoint.origin() + " is not of our log " + keys.origin());
        }
        return keys.logSigners().stream()
                .map(key -> key.sign(checkpoint, posixSeconds))
                .toList();
    }
}

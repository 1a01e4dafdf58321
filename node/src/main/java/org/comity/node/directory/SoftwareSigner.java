package org.comity.node.directory;

import java.util.List;
import org.comity.node.world.Signer;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.NoteSignature;
import org.comity.tlog.SigningKey;
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
        return sign(keys.logSigners(), checkpoint, posixSeconds);
    }

    @Override
    public List<VerifierKey> witnessKeys() {
        return keys.witnessKeys();
    }

    @Override
    public List<NoteSignature> cosign(Checkpoint checkpoint, long posixSeconds) {
        if (checkpoint.origin().equals(keys.origin())) {
            throw new IllegalArgumentException(keys.origin() + " is our own log; a witness is of another");
        }
        return sign(keys.witnessSigners(), checkpoint, posixSeconds);
    }

    private static List<NoteSignature> sign(List<SigningKey> signers, Checkpoint checkpoint, long posixSeconds) {
        return signers.stream().map(key -> key.sign(checkpoint, posixSeconds)).toList();
    }
}

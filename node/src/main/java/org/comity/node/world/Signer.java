package org.comity.node.world;

import java.util.List;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.NoteSignature;
import org.comity.tlog.VerifierKey;

/**
 * The log keys of this node, in files, a PKCS#12 store or a key module.
 *
 * <p>Called on the {@link Crew}, never inside a transaction: a slow key module delays the release of a head, not the commits.
 */
public interface Signer {

    /** Public halves of every key that signs a checkpoint, in the order of their lines. */
    List<VerifierKey> logKeys();

    /** Signs a head that is already durable; one line a key. The caller never asks for two roots of one size. */
    List<NoteSignature> signCheckpoint(Checkpoint checkpoint, long posixSeconds);
}

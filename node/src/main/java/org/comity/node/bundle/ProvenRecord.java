package org.comity.node.bundle;

import org.comity.node.record.Act;
import org.comity.node.record.Opening;
import org.comity.tlog.Hash;
import org.comity.tlog.LogProof;

/**
 * A record with what opens its leaf and the proof that leads from the leaf to a signed checkpoint. Nothing is verified yet: that it
 * is well formed is all that holding one says.
 */
public final class ProvenRecord {

    private final Act act;
    private final Opening opening;
    private final LogProof proof;

    private ProvenRecord(Act act, Opening opening, LogProof proof) {
        this.act = act;
        this.opening = opening;
        this.proof = proof;
    }

    /**
     * Puts record, salt and proof together.
     *
     * @param opening salt and record
     * @param proof of the leaf in the sender's log; whatever its extra bytes are, the salt takes their place
     * @throws org.comity.node.record.MalformedRecord if the bytes are no record
     */
    public static ProvenRecord of(Opening opening, LogProof proof) {
        return new ProvenRecord(Act.parse(opening.record()), opening, proof.withExtra(opening.salt()));
    }

    public Act act() {
        return act;
    }

    public Opening opening() {
        return opening;
    }

    /** With the salt as its extra bytes. */
    public LogProof proof() {
        return proof;
    }

    /** The salted commitment that must stand in the log. */
    public Hash entry() {
        return opening.entry();
    }

    /** Place in the log. */
    public long index() {
        return proof.index();
    }

    /** SHA-256 of the record, what {@code sha256sum record.cbor} prints. */
    public Hash digest() {
        return Hash.sha256(opening.record());
    }

    @Override
    public String toString() {
        return "ProvenRecord[" + act + ", index " + index() + "]";
    }
}

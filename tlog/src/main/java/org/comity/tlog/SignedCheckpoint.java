package org.comity.tlog;

import java.util.ArrayList;
import java.util.List;

/**
 * A checkpoint and signature lines that nobody has verified yet: {@link LogVerifier#verify} does.
 *
 * @param signatures 1 to 256 lines
 */
public record SignedCheckpoint(Checkpoint checkpoint, List<NoteSignature> signatures) {
    public SignedCheckpoint {
        signatures = new SignedNote(checkpoint.encode(), signatures).signatures();
    }

    /** Signs with each key in turn, for instance with a log's Ed25519 key and its ML-DSA-44 key. */
    public static SignedCheckpoint sign(Checkpoint checkpoint, long posixSeconds, List<? extends SigningKey> keys) {
        List<NoteSignature> lines = new ArrayList<>();
        keys.forEach(key -> lines.add(key.sign(checkpoint, posixSeconds)));
        return new SignedCheckpoint(checkpoint, lines);
    }

    /** Parses a note whose text is a checkpoint. */
    public static SignedCheckpoint parse(byte[] note) {
        SignedNote signed = SignedNote.parse(note);
        return new SignedCheckpoint(Checkpoint.parse(signed.text()), signed.signatures());
    }

    /** The note, byte for byte what {@link #parse} read. */
    public byte[] encode() {
        return new SignedNote(checkpoint.encode(), signatures).encode();
    }

    /** Adds lines at the end; a line of the same key name and key ID is replaced, so cosignatures can be refreshed. */
    public SignedCheckpoint withSignatures(List<NoteSignature> added) {
        List<NoteSignature> lines = new ArrayList<>(signatures);
        for (NoteSignature line : added) {
            lines.removeIf(line::sameKey);
            lines.add(line);
        }
        return new SignedCheckpoint(checkpoint, lines);
    }
}

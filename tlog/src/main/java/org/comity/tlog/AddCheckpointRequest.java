package org.comity.tlog;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Body of {@code add-checkpoint} (C2SP tlog-witness v1.0.0), and the client's reading of the answers.
 *
 * @param oldSize size that the witness is believed to have cosigned last; 0 to ask it
 */
public record AddCheckpointRequest(long oldSize, ConsistencyProof proof, SignedCheckpoint checkpoint) {
    /** Most bytes of a body: a note and 63 hash lines. */
    public static final int MAX_BYTES = SignedNote.MAX_BYTES + 4096;

    public AddCheckpointRequest {
        if (oldSize < 0) {
            throw LogException.outOfRange("old size " + oldSize + " is outside 0 to 2^63-1");
        }
    }

    /** Parses a body strictly. */
    public static AddCheckpointRequest parse(byte[] body) {
        LineReader reader = new LineReader(Wire.utf8(body, MAX_BYTES, "the request"), "the request");
        long oldSize = Wire.decimal(reader.valueOf("old"), "the old size");
        List<Hash> hashes = reader.hashesToEmptyLine(ConsistencyProof.MAX_HASHES);
        SignedCheckpoint checkpoint = SignedCheckpoint.parse(reader.rest().getBytes(StandardCharsets.UTF_8));
        return new AddCheckpointRequest(oldSize, new ConsistencyProof(hashes), checkpoint);
    }

    /** The bytes of the body. */
    public byte[] encode() {
        StringBuilder out = new StringBuilder("old ").append(oldSize).append('\n');
        proof.hashes().forEach(hash -> out.append(hash.base64()).append('\n'));
        out.append('\n').append(new String(checkpoint.encode(), StandardCharsets.UTF_8));
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Takes over the cosignatures of a 200 answer. Lines of other keys are dropped; each line of a witness key has to hold
     * and to state a time.
     *
     * @param witnessKeys the keys of the witness that was asked
     * @return the submitted checkpoint with at least one line more, or a newer one
     * @throws LogException with {@code MISSING_SIGNATURE} if none of the keys has signed
     */
    public SignedCheckpoint accept(byte[] answer, List<VerifierKey> witnessKeys) {
        String text = Wire.utf8(answer, SignedNote.MAX_BYTES, "the answer");
        List<NoteSignature> accepted = new ArrayList<>();
        for (NoteSignature line : SignedNote.signatureLines(text)) {
            for (VerifierKey key : witnessKeys) {
                if (key.isNamedBy(line)) {
                    if (key.verify(checkpoint.checkpoint(), line).isEmpty()) {
                        throw new LogException(
                                LogException.Fault.BAD_SIGNATURE, "the cosignature of " + key.name() + " has no time");
                    }
                    accepted.add(line);
                }
            }
        }
        if (accepted.isEmpty()) {
            throw new LogException(
                    LogException.Fault.MISSING_SIGNATURE, "the answer holds no line of a key of this witness");
        }
        return checkpoint.withSignatures(accepted);
    }

    /**
     * Reads the body of a 409 answer. The number is a hint and proves nothing: only a checkpoint with the log's own
     * signature says what the log has signed.
     */
    public static long staleSize(byte[] answer) {
        LineReader reader = new LineReader(Wire.utf8(answer, 64, "the answer"), "the answer");
        long size = Wire.decimal(reader.line(), "the size");
        if (!reader.atEnd()) {
            throw LogException.malformed("the answer has more than one line");
        }
        return size;
    }
}

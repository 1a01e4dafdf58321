package org.comity.tlog;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Body of {@code sign-subtree} (C2SP tlog-witness, edition of 2026-07-06).
 *
 * @param subtree not above the checkpoint's size
 * @param root its Merkle tree hash
 * @param checkpoint one that the witness has cosigned
 */
public record SignSubtreeRequest(Subtree subtree, Hash root, ConsistencyProof proof, SignedCheckpoint checkpoint) {
    public SignSubtreeRequest {
        long size = checkpoint.checkpoint().head().size();
        if (subtree.end() > size) {
            throw LogException.outOfRange(
                    "subtree [" + subtree.start() + ", " + subtree.end() + ") ends above the tree size " + size);
        }
    }

    /** Parses a body strictly. */
    public static SignSubtreeRequest parse(byte[] body) {
        String text = Wire.utf8(body, AddCheckpointRequest.MAX_BYTES, "the request");
        LineReader reader = new LineReader(text, "the request");
        String range = reader.valueOf("subtree");
        int space = range.indexOf(' ');
        if (space < 0) {
            throw LogException.malformed("a subtree line has a start and an end, not " + Wire.show(range));
        }
        long start = Wire.decimal(range.substring(0, space), "the start");
        long end = Wire.decimal(range.substring(space + 1), "the end");
        Hash root = Wire.hash(reader.line(), "the subtree hash");
        List<Hash> hashes = reader.hashesToEmptyLine(ConsistencyProof.MAX_HASHES);
        SignedCheckpoint checkpoint = SignedCheckpoint.parse(reader.rest().getBytes(StandardCharsets.UTF_8));
        return new SignSubtreeRequest(new Subtree(start, end), root, new ConsistencyProof(hashes), checkpoint);
    }

    /** The bytes of the body. */
    public byte[] encode() {
        StringBuilder out = new StringBuilder("subtree ")
                .append(subtree.start())
                .append(' ')
                .append(subtree.end())
                .append('\n')
                .append(root.base64())
                .append('\n');
        proof.hashes().forEach(hash -> out.append(hash.base64()).append('\n'));
        out.append('\n').append(new String(checkpoint.encode(), StandardCharsets.UTF_8));
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }
}

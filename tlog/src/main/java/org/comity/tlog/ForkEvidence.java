package org.comity.tlog;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Proof that a log signed two histories, checkable by anyone who has the log's keys.
 *
 * <p>Two forms exist. Either two signed checkpoints have one size and different roots; or a signed head {@code (s, r)} is
 * followed by a signed head {@code (t, r')} and a valid consistency proof leads from <em>another</em> root at {@code s} to
 * {@code (t, r')}. A consistency proof that merely fails is no evidence: anybody can make one.
 *
 * <p>The file, text except that sizes count bytes:
 *
 * <pre>
 *   tlog-fork/v1
 *   first &lt;bytes of the first note&gt;
 *   second &lt;bytes of the second note&gt;
 *   prefix &lt;base64 root at size s inside the second tree&gt;     (second form only)
 *   &lt;base64 hash&gt;                                              (second form only, 0 to 63 lines)
 *
 *   &lt;first note&gt;&lt;second note&gt;
 * </pre>
 *
 * <p>The notes stand in it byte for byte, so they can be cut out and checked with other tools. Keys are not in the file:
 * the verifier brings its own.
 */
public sealed interface ForkEvidence {
    /** The first line of the file. */
    String HEADER = "tlog-fork/v1";

    /** The checkpoint that was seen first, or is smaller. */
    SignedCheckpoint first();

    /** The checkpoint that contradicts it. */
    SignedCheckpoint second();

    /** Two heads of one size. */
    record SplitView(SignedCheckpoint first, SignedCheckpoint second) implements ForkEvidence {
        public SplitView {
            requireOneOrigin(first, second);
            TreeHead one = first.checkpoint().head();
            TreeHead two = second.checkpoint().head();
            if (one.size() != two.size() || one.root().equals(two.root())) {
                throw noContradiction("heads " + one + " and " + two + " are not of one size with different roots");
            }
        }
    }

    /**
     * A head whose leaves a larger head has replaced.
     *
     * @param prefix root of the first {@code first.size} leaves of the second tree
     * @param proof from that root to the second head
     */
    record Rewritten(SignedCheckpoint first, SignedCheckpoint second, Hash prefix, ConsistencyProof proof)
            implements ForkEvidence {
        public Rewritten {
            requireOneOrigin(first, second);
            TreeHead one = first.checkpoint().head();
            TreeHead two = second.checkpoint().head();
            if (one.size() == 0 || one.size() >= two.size() || one.root().equals(prefix)) {
                throw noContradiction("head " + one + " is not contradicted by the prefix " + prefix + " of " + two);
            }
        }
    }

    /**
     * Verifies the log's signatures on both heads and that they contradict each other. Returns normally if the log is
     * convicted.
     *
     * @throws LogException if a signature is missing or bad, or the proof does not hold
     */
    default void verify(LogVerifier verifier) {
        verifier.verify(first());
        VerifiedCheckpoint later = verifier.verify(second());
        switch (this) {
            case SplitView _ -> {
                // The constructor has compared sizes and roots, and the signatures cover both.
            }
            case Rewritten(SignedCheckpoint earlier, SignedCheckpoint _, Hash prefix, ConsistencyProof proof) ->
                later.extendsHead(new TreeHead(earlier.checkpoint().head().size(), prefix), proof);
        }
    }

    /**
     * What two signed heads of one log and a proof between them convict it of, if anything.
     *
     * <p>Heads of one size with different roots need no proof. Between two sizes a proof that fails may still lead to the later root
     * and imply another earlier tree than the one that was signed; then the log answered with its own conviction. This shows itself
     * only where the earlier size is no power of two: otherwise its root is no part of the proof.
     *
     * @param earlier the head of the smaller size, or of the same
     */
    static Optional<ForkEvidence> between(SignedCheckpoint earlier, VerifiedCheckpoint later, ConsistencyProof proof) {
        TreeHead one = earlier.checkpoint().head();
        TreeHead two = later.head();
        if (!earlier.checkpoint().origin().equals(later.origin()) || one.equals(two)) {
            return Optional.empty();
        }
        if (one.size() == two.size()) {
            return Optional.of(new SplitView(earlier, later.signed()));
        }
        return PathCheck.impliedPrefix(one.size(), two, proof.hashes())
                .filter(prefix -> !prefix.equals(one.root()))
                .map(prefix -> new Rewritten(earlier, later.signed(), prefix, proof));
    }

    /** The bytes of the file. */
    default byte[] encode() {
        byte[] one = first().encode();
        byte[] two = second().encode();
        StringBuilder head = new StringBuilder(HEADER)
                .append("\nfirst ")
                .append(one.length)
                .append("\nsecond ")
                .append(two.length)
                .append('\n');
        if (this instanceof Rewritten(SignedCheckpoint _, SignedCheckpoint _, Hash prefix, ConsistencyProof proof)) {
            head.append("prefix ").append(prefix.base64()).append('\n');
            proof.hashes().forEach(hash -> head.append(hash.base64()).append('\n'));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(head.append('\n').toString().getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(one);
        out.writeBytes(two);
        return out.toByteArray();
    }

    /** Parses the file. The heads contradict each other on paper; whether the log signed them, {@link #verify} tells. */
    static ForkEvidence parse(byte[] file) {
        int maxBytes = 2 * SignedNote.MAX_BYTES + 8192;
        LineReader reader = new LineReader(Wire.utf8(file, maxBytes, "the evidence"), "the evidence");
        String header = reader.line();
        if (!header.equals(HEADER)) {
            throw LogException.malformed("the evidence starts with " + Wire.show(header) + " instead of " + HEADER);
        }
        long firstBytes = Wire.decimal(reader.valueOf("first"), "the size of the first note");
        long secondBytes = Wire.decimal(reader.valueOf("second"), "the size of the second note");
        boolean rewritten = reader.nextStartsWith("prefix ");
        Hash prefix = rewritten ? Wire.hash(reader.valueOf("prefix"), "the prefix") : Hash.EMPTY_ROOT;
        List<Hash> hashes = reader.hashesToEmptyLine(rewritten ? ConsistencyProof.MAX_HASHES : 0);
        byte[] notes = reader.rest().getBytes(StandardCharsets.UTF_8);
        if (firstBytes > notes.length || secondBytes != notes.length - firstBytes) {
            throw LogException.malformed("the evidence states notes of " + firstBytes + " and " + secondBytes
                    + " bytes, but holds " + notes.length);
        }
        int cut = (int) firstBytes;
        SignedCheckpoint first = SignedCheckpoint.parse(Arrays.copyOf(notes, cut));
        SignedCheckpoint second = SignedCheckpoint.parse(Arrays.copyOfRange(notes, cut, notes.length));
        return rewritten
                ? new Rewritten(first, second, prefix, new ConsistencyProof(hashes))
                : new SplitView(first, second);
    }

    private static void requireOneOrigin(SignedCheckpoint first, SignedCheckpoint second) {
        if (!first.checkpoint().origin().equals(second.checkpoint().origin())) {
            throw noContradiction("the checkpoints are of two logs, "
                    + Wire.show(first.checkpoint().origin()) + " and "
                    + Wire.show(second.checkpoint().origin()));
        }
    }

    private static LogException noContradiction(String message) {
        return new LogException(LogException.Fault.NO_CONTRADICTION, message);
    }
}

package org.comity.tlog;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A stored proof of one entry: index, path and the signed checkpoint, in one text file (C2SP tlog-proof v1,
 * {@code .tlog-proof}).
 *
 * <p>With the entry and a {@link LogVerifier} it can be checked decades later without network. The file carries no keys:
 * keys inside a proof would prove nothing.
 *
 * <p>The optional extra bytes are authenticated by nobody. They may only help to find or rebuild the entry, which the
 * proof then confirms or not.
 */
public final class LogProof {
    /** Most extra bytes. */
    public static final int MAX_EXTRA_BYTES = 64 << 10;

    private static final String HEADER = "c2sp.org/tlog-proof@v1";
    private static final int MAX_BYTES = SignedNote.MAX_BYTES + 2 * MAX_EXTRA_BYTES;

    private final byte @Nullable [] extra;
    private final long index;
    private final InclusionProof path;
    private final SignedCheckpoint checkpoint;

    private LogProof(byte @Nullable [] extra, long index, InclusionProof path, SignedCheckpoint checkpoint) {
        if (index < 0 || index >= checkpoint.checkpoint().head().size()) {
            throw LogException.outOfRange("leaf " + index + " is not in a tree of "
                    + checkpoint.checkpoint().head().size() + " leaves");
        }
        if (extra != null && extra.length > MAX_EXTRA_BYTES) {
            throw LogException.limit("extra data has at most " + MAX_EXTRA_BYTES + " bytes, not " + extra.length);
        }
        this.extra = extra;
        this.index = index;
        this.path = path;
        this.checkpoint = checkpoint;
    }

    /** A proof without extra bytes. */
    public static LogProof of(long index, InclusionProof path, SignedCheckpoint checkpoint) {
        return new LogProof(null, index, path, checkpoint);
    }

    /** The same proof with extra bytes, at most 64 KiB. */
    public LogProof withExtra(byte[] bytes) {
        return new LogProof(bytes.clone(), index, path, checkpoint);
    }

    /** Parses the file. Nothing is verified yet. */
    public static LogProof parse(byte[] file) {
        LineReader reader = new LineReader(Wire.utf8(file, MAX_BYTES, "the proof"), "the proof");
        String header = reader.line();
        if (!header.equals(HEADER)) {
            throw LogException.malformed("the proof starts with " + Wire.show(header) + " instead of " + HEADER);
        }
        byte[] extra = null;
        if (reader.nextStartsWith("extra ")) {
            extra = Wire.base64(reader.valueOf("extra"), "extra data");
        }
        long index = Wire.decimal(reader.valueOf("index"), "the index");
        InclusionProof path = new InclusionProof(reader.hashesToEmptyLine(InclusionProof.MAX_HASHES));
        SignedCheckpoint checkpoint = SignedCheckpoint.parse(reader.rest().getBytes(StandardCharsets.UTF_8));
        return new LogProof(extra, index, path, checkpoint);
    }

    /** The bytes of the file. */
    public byte[] encode() {
        StringBuilder out = new StringBuilder(HEADER).append('\n');
        if (extra != null) {
            out.append("extra ")
                    .append(Base64.getEncoder().encodeToString(extra))
                    .append('\n');
        }
        out.append("index ").append(index).append('\n');
        path.hashes().forEach(hash -> out.append(hash.base64()).append('\n'));
        out.append('\n').append(new String(checkpoint.encode(), StandardCharsets.UTF_8));
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Verifies the checkpoint's signatures and that it holds this entry at the index. */
    public VerifiedCheckpoint verify(byte[] entry, LogVerifier verifier) {
        VerifiedCheckpoint verified = verifier.verify(checkpoint);
        verified.includes(entry, index, path);
        return verified;
    }

    /** A copy of the unauthenticated extra bytes. */
    public Optional<byte[]> extra() {
        return Optional.ofNullable(extra).map(byte[]::clone);
    }

    public long index() {
        return index;
    }

    public InclusionProof path() {
        return path;
    }

    public SignedCheckpoint checkpoint() {
        return checkpoint;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LogProof that
                && index == that.index
                && path.equals(that.path)
                && checkpoint.equals(that.checkpoint)
                && Arrays.equals(extra, that.extra);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(index) + checkpoint.hashCode();
    }

    @Override
    public String toString() {
        return "LogProof[index=" + index + ", " + checkpoint.checkpoint().origin() + "]";
    }
}

package org.comity.tlog;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.signers.MLDSASigner;

/**
 * Type 0x06: ML-DSA-44 cosignature of a tree or subtree (C2SP tlog-cosignature v1.1.0-rc.1; pure FIPS 204, empty
 * context).
 *
 * <p>Layout of the signed message, which interoperability hangs on. It is not text, unlike that of type 0x04:
 *
 * <pre>
 *   12 bytes   "subtree/v1" LF NUL
 *    1 + n     length, then name of the cosigner     (1 to 255 bytes)
 *    8         POSIX seconds, big-endian; 0 = "consistent", no claim to have seen nothing larger
 *    1 + n     length, then origin of the log        (1 to 255 bytes, without LF)
 *    8 + 8     start and end of the leaves, big-endian; a checkpoint has start 0 and end = size
 *   32         root of that range
 * </pre>
 *
 * <p>So it is 70 bytes plus both names, it commits to the cosigner's name, and it does not cover extension lines. On the
 * note stand 8 bytes of time and 2,420 bytes of signature. A start other than 0 demands the time 0. The layout is tested
 * against a log signature made by an independent implementation in Go (torchwood).
 */
public final class MlDsa44CosignatureKey implements VerifierKey {
    static final int TYPE = 0x06;
    static final int PUBLIC_KEY_BYTES = 1312;
    static final int SIGNATURE_BYTES = 2420;

    private static final byte[] LABEL = "subtree/v1\n\0".getBytes(StandardCharsets.US_ASCII);
    private static final int FIXED_BYTES = 70;

    private final String name;
    private final byte[] encoded;
    private final MLDSAPublicKeyParameters parameters;
    private final int keyId;

    private MlDsa44CosignatureKey(String name, byte[] publicKey) {
        this.name = NoteKeys.requireName(name, NoteKeys.MAX_KEY_NAME_BYTES);
        if (publicKey.length != PUBLIC_KEY_BYTES) {
            throw LogException.malformed(
                    "the ML-DSA-44 key of " + name + " has " + publicKey.length + " bytes instead of 1312");
        }
        this.encoded = publicKey.clone();
        this.parameters = new MLDSAPublicKeyParameters(MLDSAParameters.ml_dsa_44, encoded);
        this.keyId = NoteKeys.keyId(name, TYPE, encoded);
    }

    /** A key from the 1,312 bytes of FIPS 204. */
    public static MlDsa44CosignatureKey of(String name, byte[] publicKey) {
        return new MlDsa44CosignatureKey(name, publicKey);
    }

    static byte[] message(String cosigner, long posixSeconds, String origin, long start, long end, Hash hash) {
        byte[] cosignerBytes = cosigner.getBytes(StandardCharsets.UTF_8);
        byte[] originBytes = origin.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(FIXED_BYTES + cosignerBytes.length + originBytes.length)
                .put(LABEL)
                .put((byte) cosignerBytes.length)
                .put(cosignerBytes)
                .putLong(posixSeconds)
                .put((byte) originBytes.length)
                .put(originBytes)
                .putLong(start)
                .putLong(end)
                .put(hash.bytes())
                .array();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public int keyId() {
        return keyId;
    }

    @Override
    public byte[] publicKey() {
        return encoded.clone();
    }

    @Override
    public OptionalLong verify(Checkpoint checkpoint, NoteSignature signature) {
        TreeHead head = checkpoint.head();
        long time = verifyRange(checkpoint.origin(), 0, head.size(), head.root(), signature);
        return time == 0 ? OptionalLong.empty() : OptionalLong.of(time);
    }

    /** Verifies a subtree cosignature: the range, with this root, is consistent with all the signer has seen. */
    public void verifySubtree(String origin, Subtree subtree, Hash root, NoteSignature signature) {
        long time = verifyRange(origin, subtree.start(), subtree.end(), root, signature);
        if (subtree.start() != 0 && time != 0) {
            throw new LogException(
                    LogException.Fault.BAD_SIGNATURE,
                    "the subtree cosignature of " + name + " has the time " + time + ", only 0 is legal");
        }
    }

    private long verifyRange(String origin, long start, long end, Hash root, NoteSignature signature) {
        int length = SignaturePayload.TIME_BYTES + SIGNATURE_BYTES;
        byte[] payload = SignaturePayload.require(this, signature, length);
        long time = SignaturePayload.time(payload, name);
        byte[] message = message(name, time, origin, start, end, root);
        MLDSASigner verifier = new MLDSASigner();
        verifier.init(false, parameters);
        verifier.update(message, 0, message.length);
        if (!verifier.verifySignature(Arrays.copyOfRange(payload, SignaturePayload.TIME_BYTES, length))) {
            throw new LogException(
                    LogException.Fault.BAD_SIGNATURE, "the ML-DSA-44 signature of " + name + " does not hold");
        }
        return time;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MlDsa44CosignatureKey that
                && name.equals(that.name)
                && Arrays.equals(encoded, that.encoded);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + keyId;
    }

    @Override
    public String toString() {
        return name + "+" + NoteKeys.hex(keyId) + " (ML-DSA-44)";
    }
}

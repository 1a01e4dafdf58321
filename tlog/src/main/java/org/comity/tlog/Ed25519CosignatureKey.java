package org.comity.tlog;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/**
 * Type 0x04: Ed25519 cosignature v1 (C2SP tlog-cosignature v1.0.1). The message is a header line, a time line and the
 * whole checkpoint, extension lines included. It does not name the cosigner, so one key must never serve two cosigners.
 */
public final class Ed25519CosignatureKey implements VerifierKey {
    static final int TYPE = 0x04;

    private final String name;
    private final Ed25519Point point;
    private final int keyId;

    private Ed25519CosignatureKey(String name, byte[] publicKey) {
        this.name = NoteKeys.requireName(name, NoteKeys.MAX_KEY_NAME_BYTES);
        this.point = new Ed25519Point(name, publicKey);
        this.keyId = NoteKeys.keyId(name, TYPE, publicKey);
    }

    /** A key from the 32 bytes of RFC 8032. */
    public static Ed25519CosignatureKey of(String name, byte[] publicKey) {
        return new Ed25519CosignatureKey(name, publicKey);
    }

    static byte[] message(Checkpoint checkpoint, long posixSeconds) {
        String message = "cosignature/v1\ntime " + posixSeconds + "\n" + checkpoint.encode();
        return message.getBytes(StandardCharsets.UTF_8);
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
        return point.encoded();
    }

    @Override
    public OptionalLong verify(Checkpoint checkpoint, NoteSignature signature) {
        int length = SignaturePayload.TIME_BYTES + Ed25519Point.SIGNATURE_BYTES;
        byte[] payload = SignaturePayload.require(this, signature, length);
        long time = SignaturePayload.time(payload, name);
        point.verify(message(checkpoint, time), payload, SignaturePayload.TIME_BYTES, name);
        return time == 0 ? OptionalLong.empty() : OptionalLong.of(time);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ed25519CosignatureKey that && name.equals(that.name) && point.equals(that.point);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + keyId;
    }

    @Override
    public String toString() {
        return vkey();
    }
}

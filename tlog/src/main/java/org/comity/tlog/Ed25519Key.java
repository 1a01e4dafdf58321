package org.comity.tlog;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/** Type 0x01: plain Ed25519 over the text of a note. */
public final class Ed25519Key implements VerifierKey {
    static final int TYPE = 0x01;

    private final String name;
    private final Ed25519Point point;
    private final int keyId;

    private Ed25519Key(String name, byte[] publicKey) {
        this.name = NoteKeys.requireName(name, NoteKeys.MAX_KEY_NAME_BYTES);
        this.point = new Ed25519Point(name, publicKey);
        this.keyId = NoteKeys.keyId(name, TYPE, publicKey);
    }

    /** A key from the 32 bytes of RFC 8032. */
    public static Ed25519Key of(String name, byte[] publicKey) {
        return new Ed25519Key(name, publicKey);
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
        verifyText(checkpoint.encode(), signature);
        return OptionalLong.empty();
    }

    /** Verifies a line over the text of any note, final LF included. */
    public void verifyText(String text, NoteSignature signature) {
        byte[] bytes = SignaturePayload.require(this, signature, Ed25519Point.SIGNATURE_BYTES);
        point.verify(text.getBytes(StandardCharsets.UTF_8), bytes, 0, name);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ed25519Key that && name.equals(that.name) && point.equals(that.point);
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

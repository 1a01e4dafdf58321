package org.comity.tlog;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;

/**
 * One signature line of a note (C2SP signed-note): who claims to have signed, which of its keys, and opaque bytes.
 *
 * <p>Nothing here is verified. The name has 1 to 1,024 bytes without white space and {@code +}.
 */
public final class NoteSignature {
    /** What every signature line starts with: an em dash and a space. */
    static final String PREFIX = "\u2014 ";

    private static final int KEY_ID_BYTES = 4;

    private final String name;
    private final int keyId;
    private final byte[] bytes;

    private NoteSignature(String name, int keyId, byte[] owned) {
        this.name = NoteKeys.requireName(name, NoteKeys.MAX_LINE_NAME_BYTES);
        this.keyId = keyId;
        this.bytes = owned;
        if (owned.length == 0) {
            throw LogException.malformed("the signature line of " + name + " holds no signature");
        }
    }

    /** A line from its parts; the bytes are those after the key ID, at least one. */
    public static NoteSignature of(String name, int keyId, byte[] bytes) {
        return new NoteSignature(name, keyId, bytes.clone());
    }

    /** Parses a line without its LF. */
    public static NoteSignature parse(String line) {
        int space = line.indexOf(' ', PREFIX.length());
        if (!line.startsWith(PREFIX) || space < 0) {
            throw LogException.malformed(
                    "a signature line is an em dash, a name and base64, each after one space; not " + Wire.show(line));
        }
        String name = line.substring(PREFIX.length(), space);
        byte[] payload = Wire.base64(line.substring(space + 1), "the signature line of " + Wire.show(name));
        if (payload.length <= KEY_ID_BYTES) {
            throw LogException.malformed("the signature line of " + Wire.show(name) + " holds " + payload.length
                    + " bytes, too few for a key ID and a signature");
        }
        int keyId = ByteBuffer.wrap(payload).getInt();
        return new NoteSignature(name, keyId, Arrays.copyOfRange(payload, KEY_ID_BYTES, payload.length));
    }

    public String name() {
        return name;
    }

    public int keyId() {
        return keyId;
    }

    /** A copy of what follows the key ID. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The line without its LF. */
    public String line() {
        byte[] payload = ByteBuffer.allocate(KEY_ID_BYTES + bytes.length)
                .putInt(keyId)
                .put(bytes)
                .array();
        return PREFIX + name + " " + Base64.getEncoder().encodeToString(payload);
    }

    boolean sameKey(NoteSignature other) {
        return keyId == other.keyId && name.equals(other.name);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NoteSignature that && sameKey(that) && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * name.hashCode() + keyId) + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "NoteSignature[" + name + "+" + NoteKeys.hex(keyId) + ", " + bytes.length + " bytes]";
    }
}

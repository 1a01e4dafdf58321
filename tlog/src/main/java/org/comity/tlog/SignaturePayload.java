package org.comity.tlog;

import java.nio.ByteBuffer;

/** The bytes of a signature line: a plain signature, or the timestamped one of C2SP tlog-cosignature. */
final class SignaturePayload {
    static final int TIME_BYTES = Long.BYTES;

    private SignaturePayload() {}

    /** The bytes of a line that has to be of this key and of this length. */
    static byte[] require(VerifierKey key, NoteSignature signature, int length) {
        if (!key.isNamedBy(signature)) {
            throw new LogException(
                    LogException.Fault.MISSING_SIGNATURE,
                    "the line is of " + signature.name() + "+" + NoteKeys.hex(signature.keyId()) + ", not of "
                            + key.name() + "+" + NoteKeys.hex(key.keyId()));
        }
        byte[] bytes = signature.bytes();
        if (bytes.length != length) {
            throw new LogException(
                    LogException.Fault.BAD_SIGNATURE,
                    "the signature of " + key.name() + " has " + bytes.length + " bytes instead of " + length);
        }
        return bytes;
    }

    static long time(byte[] payload, String name) {
        long time = ByteBuffer.wrap(payload).getLong();
        if (time < 0) {
            throw new LogException(
                    LogException.Fault.BAD_SIGNATURE,
                    "the cosignature of " + name + " has the time " + Long.toUnsignedString(time) + ", above 2^63-1");
        }
        return time;
    }

    static byte[] timed(long posixSeconds, byte[] signature) {
        return ByteBuffer.allocate(TIME_BYTES + signature.length)
                .putLong(posixSeconds)
                .put(signature)
                .array();
    }
}

package org.comity.age;

import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;
import org.comity.age.AgeException.Fault;

/**
 * The payload cipher of one file (C2SP age, "Payload", the STREAM construction): ChaCha20-Poly1305 over each chunk of
 * 64 KiB, the nonce being the chunk's number in 11 bytes, big-endian, and one byte that is 1 for the last chunk and
 * else 0. No chunk depends on another, so any number of these objects may work on one file, each for one thread.
 *
 * <p>When a tag is wrong the other value of the last byte is tried, only to say what happened: a chunk that is sound
 * except for its place at the end tells a cut file, or one with bytes added, from a damaged one.
 */
final class ChunkCipher {
    private static final int NONCE_BYTES = 12;
    private static final int COUNTER_END = NONCE_BYTES - 1;

    private final SecretKey key;
    private final byte[] nonce = new byte[NONCE_BYTES];
    private Cipher cipher = fresh();
    private long sealedIndex = -1;

    ChunkCipher(SecretKey key) {
        this.key = key;
    }

    /** What a chunk goes through: {@link #seal} or {@link #open} of one object. */
    @FunctionalInterface
    interface Step {
        /** Returns the number of bytes written at {@code outAt}. */
        int apply(ChunkCipher cipher, long index, boolean last, byte[] in, int inAt, int length, byte[] out, int outAt);
    }

    int seal(long index, boolean last, byte[] in, int inAt, int length, byte[] out, int outAt) {
        if (index == sealedIndex) {
            // The JDK refuses to take one nonce twice running. Here that is the same chunk made again, on purpose.
            cipher = fresh();
        }
        sealedIndex = index;
        try {
            return run(Cipher.ENCRYPT_MODE, index, last, in, inAt, length, out, outAt);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("ChaCha20-Poly1305 refused to seal chunk " + index, e);
        }
    }

    /**
     * @throws AgeException {@link Fault#CHUNK_CORRUPT}, {@link Fault#TRUNCATED} or {@link Fault#TRAILING_DATA}; the
     *     output is then undefined and must not be used
     */
    int open(long index, boolean last, byte[] in, int inAt, int length, byte[] out, int outAt) {
        if (length < Format.TAG_BYTES) {
            throw new AgeException(
                    Fault.TRUNCATED, "the file ends inside chunk " + index + ", after " + length + " bytes of it");
        }
        if (length == Format.TAG_BYTES && index > 0) {
            throw new AgeException(
                    Fault.CHUNK_CORRUPT, "chunk " + index + " is empty, which only the sole chunk of a file may be");
        }
        try {
            return run(Cipher.DECRYPT_MODE, index, last, in, inAt, length, out, outAt);
        } catch (AEADBadTagException e) {
            throw diagnose(index, last, in, inAt, length, out, outAt);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("ChaCha20-Poly1305 refused to open chunk " + index, e);
        }
    }

    private AgeException diagnose(long index, boolean last, byte[] in, int inAt, int length, byte[] out, int outAt) {
        try {
            run(Cipher.DECRYPT_MODE, index, !last, in, inAt, length, out, outAt);
        } catch (GeneralSecurityException e) {
            return new AgeException(Fault.CHUNK_CORRUPT, "chunk " + index + " fails its authentication tag", e);
        }
        return last
                ? new AgeException(Fault.TRUNCATED, "the file ends after chunk " + index + ", which is not its last")
                : new AgeException(Fault.TRAILING_DATA, "bytes follow chunk " + index + ", which is the last");
    }

    private int run(int mode, long index, boolean last, byte[] in, int inAt, int length, byte[] out, int outAt)
            throws GeneralSecurityException {
        long rest = index;
        for (int i = COUNTER_END - 1; i >= 0; i--) {
            nonce[i] = (byte) rest;
            rest >>>= 8;
        }
        nonce[COUNTER_END] = (byte) (last ? 1 : 0);
        cipher.init(mode, key, new IvParameterSpec(nonce));
        return cipher.doFinal(in, inAt, length, out, outAt);
    }

    private static Cipher fresh() {
        try {
            return Cipher.getInstance("ChaCha20-Poly1305");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the runtime lacks ChaCha20-Poly1305", e);
        }
    }
}

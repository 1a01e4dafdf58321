package org.comity.age;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.comity.age.AgeException.Fault;

/** The 16 random bytes that everything in one file hangs on, and the two keys derived from them. */
final class FileKey {
    private static final byte[] NO_SALT = new byte[0];

    private final byte[] bytes;

    /** Takes the array over without a copy. */
    FileKey(byte[] bytes) {
        if (bytes.length != Format.FILE_KEY_BYTES) {
            throw new AgeException(
                    Fault.HEADER_MALFORMED,
                    "a file key of " + bytes.length + " bytes, it has " + Format.FILE_KEY_BYTES);
        }
        this.bytes = bytes;
    }

    /** The secret itself, not a copy: for wrapping and for {@link Sealing}. */
    byte[] secret() {
        return bytes;
    }

    /** HMAC-SHA-256 over the header up to and including the three dashes. */
    byte[] headerMac(byte[] header, int length) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(derive(bytes, NO_SALT, "header"), "HmacSHA256"));
            mac.update(header, 0, length);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the runtime lacks HMAC-SHA-256", e);
        }
    }

    /**
     * Compares in constant time.
     *
     * @throws AgeException {@link Fault#MAC_WRONG}
     */
    void verifyHeaderMac(byte[] header, int length, byte[] expected) {
        if (!MessageDigest.isEqual(headerMac(header, length), expected)) {
            throw new AgeException(Fault.MAC_WRONG, "the header does not match its MAC: it was changed");
        }
    }

    SecretKey payloadKey(byte[] nonce) {
        return new SecretKeySpec(derive(bytes, nonce, "payload"), "ChaCha20");
    }

    /** HKDF-SHA-256 (RFC 5869) to 32 bytes. */
    static byte[] derive(byte[] keyMaterial, byte[] salt, String info) {
        try {
            HKDFParameterSpec.Builder extract = HKDFParameterSpec.ofExtract().addIKM(keyMaterial);
            if (salt.length > 0) {
                extract.addSalt(salt);
            }
            return KDF.getInstance("HKDF-SHA256")
                    .deriveData(extract.thenExpand(info.getBytes(StandardCharsets.US_ASCII), 32));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the runtime lacks HKDF-SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "FileKey[secret]";
    }
}

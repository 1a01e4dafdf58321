package org.comity.node.record;

/** How an officer signed an approval. */
public enum Algorithm {
    /** Ed25519 (RFC 8032) over the bytes of the {@link ApprovalStatement}; 64 bytes. */
    ED25519(1, 64, 64),
    /** An assertion of a passkey (W3C WebAuthn), reserved; 1 to 4,096 bytes. */
    WEBAUTHN(2, 1, 4_096);

    private final int number;
    private final int minBytes;
    private final int maxBytes;

    Algorithm(int number, int minBytes, int maxBytes) {
        this.number = number;
        this.minBytes = minBytes;
        this.maxBytes = maxBytes;
    }

    /** The number in the approval's key 3. */
    public int number() {
        return number;
    }

    /** The algorithm of a number from 1 to 2. */
    public static Algorithm of(long number) {
        for (Algorithm algorithm : values()) {
            if (algorithm.number == number) {
                return algorithm;
            }
        }
        throw new IllegalArgumentException("approval algorithm is " + number + ", must be 1 or 2");
    }

    void checkLength(byte[] signature) {
        if (signature.length < minBytes || signature.length > maxBytes) {
            throw new IllegalArgumentException(
                    "signature has " + signature.length + " bytes, " + this + " needs " + minBytes + " to " + maxBytes);
        }
    }
}

package org.comity.age;

/**
 * What a reader accepts, fixed before it looks at foreign bytes.
 *
 * @param maxHeaderBytes 1 to 16 MiB; the longest header read
 * @param maxStanzas 1 to 1,024
 * @param maxPlaintextBytes 0 or more; a longer plaintext is refused
 * @param singlePostQuantum whether the header must consist of exactly one {@code mlkem768x25519} stanza
 */
public record OpenRules(int maxHeaderBytes, int maxStanzas, long maxPlaintextBytes, boolean singlePostQuantum) {
    /** Headers of up to 64 KiB and 32 stanzas of any type; plaintext of any length. */
    public static final OpenRules DEFAULT = new OpenRules(65_536, 32, Long.MAX_VALUE, false);

    public OpenRules {
        require(maxHeaderBytes >= 1 && maxHeaderBytes <= 16_777_216, "maxHeaderBytes", maxHeaderBytes, "1..16777216");
        require(maxStanzas >= 1 && maxStanzas <= 1_024, "maxStanzas", maxStanzas, "1..1024");
        require(maxPlaintextBytes >= 0, "maxPlaintextBytes", maxPlaintextBytes, "0 or more");
    }

    public OpenRules withMaxHeaderBytes(int bytes) {
        return new OpenRules(bytes, maxStanzas, maxPlaintextBytes, singlePostQuantum);
    }

    public OpenRules withMaxStanzas(int stanzas) {
        return new OpenRules(maxHeaderBytes, stanzas, maxPlaintextBytes, singlePostQuantum);
    }

    public OpenRules withMaxPlaintextBytes(long bytes) {
        return new OpenRules(maxHeaderBytes, maxStanzas, bytes, singlePostQuantum);
    }

    /** As these, and the file must be for exactly one post-quantum recipient. */
    public OpenRules withSinglePostQuantum() {
        return new OpenRules(maxHeaderBytes, maxStanzas, maxPlaintextBytes, true);
    }

    void requirePlaintext(long bytes) {
        if (bytes > maxPlaintextBytes) {
            throw new AgeException(
                    AgeException.Fault.PLAINTEXT_TOO_LARGE,
                    "a plaintext of at least " + bytes + " bytes, at most " + maxPlaintextBytes + " are read");
        }
    }

    private static void require(boolean legal, String name, long value, String range) {
        if (!legal) {
            throw new IllegalArgumentException(name + " is " + value + ", legal is " + range);
        }
    }
}

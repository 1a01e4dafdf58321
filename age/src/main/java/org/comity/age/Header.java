package org.comity.age;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.comity.age.AgeException.Fault;

/**
 * A parsed header. Its stanzas are what the file claims, and nothing more, until a file key from one of them has
 * confirmed the MAC; every opening call of this package does that before it decrypts.
 */
public final class Header {
    private final List<Stanza> stanzas;
    private final byte[] bytes;
    private final byte[] mac;

    /** Takes the arrays over: {@code bytes} runs to the line feed after the MAC. */
    Header(List<Stanza> stanzas, byte[] bytes, byte[] mac) {
        this.stanzas = List.copyOf(stanzas);
        this.bytes = bytes;
        this.mac = mac;
    }

    /** {@link #peek(byte[], OpenRules)} with {@link OpenRules#DEFAULT}. */
    public static Header peek(byte[] prefix) {
        return peek(prefix, OpenRules.DEFAULT);
    }

    /**
     * Parses the header at the start of a file without any key, so that a caller can look at the stanzas first. The MAC
     * is read but cannot be checked yet.
     *
     * @param prefix the file, or as much of its beginning as holds the header
     * @throws AgeException {@link Fault#NOT_AGE}, {@link Fault#HEADER_TOO_LARGE}, {@link Fault#HEADER_MALFORMED},
     *     {@link Fault#HEADER_REFUSED}, or {@link Fault#TRUNCATED} if the prefix ends inside the header
     */
    public static Header peek(byte[] prefix, OpenRules rules) {
        return HeaderParser.parse(prefix, prefix.length, rules)
                .orElseThrow(() -> new AgeException(
                        Fault.TRUNCATED, "the header is cut off: no MAC line in " + prefix.length + " bytes"));
    }

    /** In file order, at least one. */
    public List<Stanza> stanzas() {
        return stanzas;
    }

    /** Bytes from the start of the file to the end of the MAC line; the payload nonce follows. */
    public int length() {
        return bytes.length;
    }

    /**
     * Demands that exactly one recipient can read the file, and that by {@code mlkem768x25519}.
     *
     * @throws AgeException {@link Fault#HEADER_REFUSED}
     */
    public void requireSinglePostQuantum() {
        if (stanzas.size() != 1 || !stanzas.getFirst().type().equals(PostQuantumRecipient.TYPE)) {
            throw new AgeException(
                    Fault.HEADER_REFUSED,
                    "stanzas " + stanzas.stream().map(Stanza::type).toList() + ", demanded is exactly one "
                            + PostQuantumRecipient.TYPE);
        }
    }

    /** The header that gives these recipients this file key. */
    static Header write(List<Stanza> stanzas, FileKey key) {
        StringBuilder text =
                new StringBuilder(2_048).append(Format.VERSION_LINE).append('\n');
        stanzas.forEach(stanza -> stanza.appendTo(text));
        text.append(Format.MAC_MARK);
        byte[] authenticated = text.toString().getBytes(StandardCharsets.US_ASCII);
        byte[] mac = key.headerMac(authenticated, authenticated.length);
        text.append(' ').append(Base64Text.encode(mac)).append('\n');
        return new Header(stanzas, text.toString().getBytes(StandardCharsets.US_ASCII), mac);
    }

    /**
     * Tries each identity on each stanza and checks the MAC with the first file key found.
     *
     * @throws AgeException {@link Fault#NO_IDENTITY_MATCHES}, {@link Fault#MAC_WRONG}, {@link Fault#HEADER_MALFORMED}
     *     or {@link Fault#ZERO_SHARED_SECRET}
     */
    FileKey unlock(List<? extends Identity> identities) {
        for (Identity identity : identities) {
            for (Stanza stanza : stanzas) {
                var found = KeyWrap.unwrap(identity, stanza);
                if (found.isPresent()) {
                    verify(found.get());
                    return found.get();
                }
            }
        }
        throw new AgeException(
                Fault.NO_IDENTITY_MATCHES,
                "none of " + identities.size() + " identities opens any of " + stanzas.size() + " stanzas");
    }

    /**
     * Checks that this key made the MAC.
     *
     * @throws AgeException {@link Fault#MAC_WRONG}
     */
    void verify(FileKey key) {
        int authenticated = bytes.length - 2 - Base64Text.encode(mac).length();
        key.verifyHeaderMac(bytes, authenticated, mac);
    }

    /** The header as it stands in the file; not a copy. */
    byte[] raw() {
        return bytes;
    }

    @Override
    public String toString() {
        return "Header[" + stanzas + ", " + bytes.length + " bytes]";
    }
}

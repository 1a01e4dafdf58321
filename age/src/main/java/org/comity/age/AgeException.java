package org.comity.age;

import java.util.Objects;

/** Any refusal of this package, with a {@link Fault} for programs and a message for people. No secret is in either. */
public final class AgeException extends RuntimeException {
    /** What was wrong. */
    public enum Fault {
        /** The first line is not that of an age v1 file. */
        NOT_AGE,
        /** The header is longer, or has more stanzas, than the reader allows. */
        HEADER_TOO_LARGE,
        /** The header breaks the grammar of the specification. */
        HEADER_MALFORMED,
        /** The header is sound but not what the caller's {@link OpenRules} demand. */
        HEADER_REFUSED,
        /** No stanza could be opened by any of the identities. */
        NO_IDENTITY_MATCHES,
        /** The header was changed after it was written. */
        MAC_WRONG,
        /** A chunk of the payload fails its authentication tag. */
        CHUNK_CORRUPT,
        /** The file ends before its last chunk does. */
        TRUNCATED,
        /** Bytes follow the last chunk. */
        TRAILING_DATA,
        /** Post-quantum and classical recipients were named for one file. */
        MIXED_RECIPIENTS,
        /** An X25519 share is of low order, so that the shared secret would be known to anyone. */
        ZERO_SHARED_SECRET,
        /** A recipient or identity is not well formed. */
        KEY_MALFORMED,
        /** The plaintext is longer than the reader allows. */
        PLAINTEXT_TOO_LARGE,
        /** A stored {@link Sealing} is not well formed. */
        SEALING_MALFORMED
    }

    private static final long serialVersionUID = 1L;

    private final Fault fault;

    AgeException(Fault fault, String message) {
        super(message);
        this.fault = Objects.requireNonNull(fault, "fault");
    }

    AgeException(Fault fault, String message, Throwable cause) {
        super(message, cause);
        this.fault = Objects.requireNonNull(fault, "fault");
    }

    /** The kind of refusal; stable, unlike the message. */
    public Fault fault() {
        return fault;
    }
}

package org.comity.age;

/** The numbers and fixed texts of age v1 (C2SP age, sections "Header" and "Payload"). */
final class Format {
    static final String VERSION_LINE = "age-encryption.org/v1";
    static final String STANZA_MARK = "-> ";
    static final String MAC_MARK = "---";
    static final int COLUMNS = 64;
    static final int MAC_BYTES = 32;
    static final int FILE_KEY_BYTES = 16;
    static final int TAG_BYTES = 16;
    static final int WRAPPED_KEY_BYTES = FILE_KEY_BYTES + TAG_BYTES;
    static final int PAYLOAD_NONCE_BYTES = 16;
    static final int CHUNK_BYTES = 65_536;
    static final int SEALED_CHUNK_BYTES = CHUNK_BYTES + TAG_BYTES;

    private Format() {}
}

package org.comity.node.bundle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The three structures of a ZIP file (PKWARE APPNOTE 6.3.3, sections 4.3.7, 4.3.12 and 4.3.16) in their one form.
 *
 * <p>Everything but name, size and checksum is fixed: version 2.0, bit 11 (names in UTF-8) alone among the flags, stored,
 * 1980-01-01 00:00, no extra field, no comment, the attributes of a plain file (Unix, 0644). So a header follows from three values,
 * and a reader compares instead of interpreting.
 */
final class ZipHeaders {

    static final int LOCAL_SIGNATURE = 0x04034b50;
    static final int CENTRAL_SIGNATURE = 0x02014b50;
    static final int END_SIGNATURE = 0x06054b50;
    static final int LOCAL_BYTES = 30;
    static final int CENTRAL_BYTES = 46;
    static final int END_BYTES = 22;

    private static final short VERSION = 20;
    /** Unix, because some readers take names from DOS for names in an old code page, whatever the flag says. */
    private static final short MADE_BY = (3 << 8) | VERSION;

    /** A regular file, readable by all and written by its owner. */
    private static final int REGULAR_FILE = 0x81a4_0000;

    private static final short UTF8_FLAG = 1 << 11;
    private static final short STORED = 0;
    private static final short MIDNIGHT = 0;
    private static final short FIRST_OF_1980 = 0x21;

    /** A field with a meaning of its own in an error message. */
    private record Field(int offset, int bytes, String words) {}

    /** Of a local header, from its byte 4 on; a central header has the same ones from byte 6 on. */
    private static final List<Field> COMMON = List.of(
            new Field(0, 2, "asks for another version of ZIP than 2.0"),
            new Field(2, 2, "has other flags than that for UTF-8 names"),
            new Field(4, 2, "is compressed; every file is stored as it is"),
            new Field(6, 2, "has a time of day other than 00:00"),
            new Field(8, 2, "has a date other than 1980-01-01"),
            new Field(10, 4, "has a checksum that is not that of its bytes"),
            new Field(14, 4, "has a stored size that is not its size"),
            new Field(18, 4, "has a size that is not that of its bytes"),
            new Field(22, 2, "has a name of another length"),
            new Field(24, 2, "has an extra field"));

    private static final List<Field> CENTRAL_ONLY = List.of(
            new Field(4, 2, "was made by another version or system than 2.0 on Unix"),
            new Field(32, 2, "has a comment"),
            new Field(34, 2, "lies on another disk"),
            new Field(36, 2, "has internal attributes"),
            new Field(38, 4, "has attributes that are not those of a plain file, such as those of a link"),
            new Field(42, 4, "is listed at another place than where it lies"));

    private static final List<Field> END = List.of(
            new Field(4, 4, "is a part of several"),
            new Field(8, 4, "counts other files than it holds"),
            new Field(12, 8, "lists its files at another place than where the list lies"),
            new Field(20, 2, "has a comment"));

    private ZipHeaders() {}

    static byte[] local(int nameBytes, Measured file) {
        return common(little(LOCAL_BYTES).putInt(LOCAL_SIGNATURE), nameBytes, file)
                .array();
    }

    static byte[] central(StoredFile file) {
        ByteBuffer out = little(CENTRAL_BYTES).putInt(CENTRAL_SIGNATURE).putShort(MADE_BY);
        return common(out, file.nameBytes().length, file.measured())
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 0)
                .putInt(REGULAR_FILE)
                .putInt((int) file.offset())
                .array();
    }

    static byte[] end(int files, long centralBytes, long centralOffset) {
        return little(END_BYTES)
                .putInt(END_SIGNATURE)
                .putInt(0)
                .putShort((short) files)
                .putShort((short) files)
                .putInt((int) centralBytes)
                .putInt((int) centralOffset)
                .putShort((short) 0)
                .array();
    }

    private static ByteBuffer common(ByteBuffer out, int nameBytes, Measured file) {
        return out.putShort(VERSION)
                .putShort(UTF8_FLAG)
                .putShort(STORED)
                .putShort(MIDNIGHT)
                .putShort(FIRST_OF_1980)
                .putInt(file.crc32())
                .putInt((int) file.size())
                .putInt((int) file.size())
                .putShort((short) nameBytes)
                .putShort((short) 0);
    }

    /** @throws BundleRefused that says which field of a local header is not as it must be */
    static void requireLocal(String name, byte[] expected, byte[] actual) {
        requireFields(name, COMMON, 4, expected, actual);
        requireEqual(name, expected, actual);
    }

    /** @throws BundleRefused that says which field of a central header is not that of the local one */
    static void requireCentral(String name, byte[] expected, byte[] actual) {
        requireFields(name, COMMON, 6, expected, actual);
        requireFields(name, CENTRAL_ONLY, 0, expected, actual);
        requireEqual(name, expected, actual);
    }

    /** @throws BundleRefused that says which field of the end is not as it must be */
    static void requireEnd(byte[] expected, byte[] actual) {
        requireFields(BundleLayout.BUNDLE, END, 0, expected, actual);
        requireEqual(BundleLayout.BUNDLE, expected, actual);
    }

    private static void requireFields(String name, List<Field> fields, int shift, byte[] expected, byte[] actual) {
        for (Field field : fields) {
            int from = field.offset + shift;
            if (!ByteBuffer.wrap(expected, from, field.bytes).equals(ByteBuffer.wrap(actual, from, field.bytes))) {
                throw new BundleRefused(name, field.equals(COMMON.get(1)) ? flags(actual[from]) : field.words);
            }
        }
    }

    private static void requireEqual(String name, byte[] expected, byte[] actual) {
        if (!ByteBuffer.wrap(expected).equals(ByteBuffer.wrap(actual))) {
            throw new BundleRefused(name, "has no header of a ZIP file where one must be");
        }
    }

    private static String flags(byte low) {
        if ((low & 1) != 0) {
            return "is encrypted";
        }
        return (low & 8) != 0 ? "has a data descriptor" : COMMON.get(1).words;
    }

    static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}

package org.comity.node.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalZipTest {

    private static final Map<String, byte[]> FILES = Map.of(
            "a.txt", bytes("first"),
            "b/c.txt", bytes(""),
            "b/\u0434.txt", bytes("third"));

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Writes headers in their one form around any names in any order. */
    private static byte[] raw(List<String> names) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<StoredFile> stored = new ArrayList<>();
        for (String name : names) {
            Measured measured = Measured.of(ByteSource.of(bytes(name)));
            StoredFile file = new StoredFile(name, measured, out.size());
            stored.add(file);
            out.writeBytes(ZipHeaders.local(file.nameBytes().length, measured));
            out.writeBytes(file.nameBytes());
            out.writeBytes(bytes(name));
        }
        int central = out.size();
        for (StoredFile file : stored) {
            out.writeBytes(ZipHeaders.central(file));
            out.writeBytes(file.nameBytes());
        }
        out.writeBytes(ZipHeaders.end(names.size(), out.size() - central, central));
        return out.toByteArray();
    }

    private static void assertRefused(byte[] zip, String reason) {
        assertThatThrownBy(() -> read(zip)).isInstanceOf(BundleRefused.class).hasMessageContaining(reason);
    }

    private static CanonicalZip read(byte[] zip) throws IOException {
        try (TestCase.Opened opened = new TestCase.Opened(zip)) {
            return CanonicalZip.read(opened.channel);
        }
    }

    /** The zip with its first local header, or the central header at an offset, changed. */
    private static byte[] changed(byte[] zip, int at, Consumer<ByteBuffer> change) {
        byte[] copy = zip.clone();
        change.accept(ByteBuffer.wrap(copy, at, copy.length - at).slice().order(ByteOrder.LITTLE_ENDIAN));
        return copy;
    }

    private static int centralOffset(byte[] zip) {
        return ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN).getInt(zip.length - 6);
    }

    private static byte[] inserted(byte[] zip, int at) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(zip, 0, at);
        out.write(0);
        out.write(zip, at, zip.length - at);
        return out.toByteArray();
    }

    @Test
    void isReadBackAndWrittenAsTheSameBytes() throws IOException {
        byte[] zip = TestCase.zip(FILES);
        Map<String, byte[]> read = TestCase.unzip(zip);
        assertThat(read.keySet()).containsExactly("a.txt", "b/c.txt", "b/\u0434.txt");
        assertThat(read.get("b/\u0434.txt")).isEqualTo(bytes("third"));
        assertThat(TestCase.zip(read)).isEqualTo(zip);
    }

    @Test
    void opensWithTheZipReaderOfThePlatform() throws IOException {
        Map<String, String> read = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(TestCase.zip(FILES)))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                read.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        assertThat(read)
                .containsExactly(
                        Map.entry("a.txt", "first"), Map.entry("b/c.txt", ""), Map.entry("b/\u0434.txt", "third"));
    }

    @Test
    void filesLieInTheOrderOfTheirBytesAndNotOfJavaStrings() throws IOException {
        // U+FF5E sorts behind U+1F600 as a Java string, before it as UTF-8.
        assertThat(TestCase.unzip(TestCase.zip(Map.of("\ud83d\ude00", bytes("2"), "\uff5e", bytes("1"))))
                        .keySet())
                .containsExactly("\uff5e", "\ud83d\ude00");
    }

    @Test
    void noChangedByteIsRead() throws IOException {
        byte[] zip = TestCase.zip(FILES);
        try (TestCase.Opened opened = new TestCase.Opened(zip)) {
            for (int at = 0; at < zip.length; at++) {
                for (int bit = 0; bit < 8; bit++) {
                    opened.set(at, (byte) (zip[at] ^ (1 << bit)));
                    int position = at;
                    assertThatThrownBy(() -> CanonicalZip.read(opened.channel))
                            .as("bit " + bit + " of byte " + position)
                            .isInstanceOf(BundleRefused.class);
                }
                opened.set(at, zip[at]);
            }
            assertThat(CanonicalZip.read(opened.channel).files()).hasSize(3);
        }
    }

    @Test
    void noInsertedByteIsRead() throws IOException {
        byte[] zip = TestCase.zip(FILES);
        for (int at = 0; at <= zip.length; at++) {
            byte[] longer = inserted(zip, at);
            assertThatThrownBy(() -> read(longer)).isInstanceOf(BundleRefused.class);
        }
    }

    @Test
    void noTruncationIsRead() throws IOException {
        byte[] zip = TestCase.zip(FILES);
        for (int length = 0; length < zip.length; length++) {
            byte[] shorter = java.util.Arrays.copyOf(zip, length);
            assertThatThrownBy(() -> read(shorter)).isInstanceOf(BundleRefused.class);
        }
    }

    @Test
    void zipDuplicateName() throws IOException {
        assertRefused(raw(List.of("a", "a")), "is there twice");
    }

    @Test
    void refusesNamesThatDifferByCaseOnly() throws IOException {
        assertRefused(raw(List.of("A.txt", "a.txt")), "only by case");
    }

    @Test
    void refusesAFileThatIsAlsoAFolder() throws IOException {
        assertRefused(raw(List.of("a", "a/b")), "a folder that is also a file");
    }

    @Test
    void refusesReorderedEntries() throws IOException {
        assertRefused(raw(List.of("b", "a")), "ascending order");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../a",
                "a/../b",
                "a/..",
                "/a",
                "a\\b",
                "C:a",
                "a//b",
                "./a",
                "a/",
                "a\u0000b",
                "a\u202eb",
                "a.",
                "a ",
                "b?"
            })
    void refusesNamesThatLeaveTheFolderOrMislead(String name) throws IOException {
        assertRefused(raw(List.of(name)), "the file name");
        assertThatThrownBy(() -> TestCase.zip(Map.of(name, new byte[0]))).isInstanceOf(BundleRefused.class);
    }

    @Test
    void refusesANameThatIsNotUtf8() throws IOException {
        assertRefused(changed(raw(List.of("abc")), 30, in -> in.put(0, (byte) 0xff)), "not UTF-8");
    }

    @Test
    void refusesADeflatedEntry() throws IOException {
        assertRefused(changed(TestCase.zip(FILES), 0, in -> in.putShort(8, (short) 8)), "is compressed");
    }

    @Test
    void refusesWhatAnOrdinaryZipWriterMakes() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("a.txt"));
            zip.write(bytes("first"));
        }
        assertThatThrownBy(() -> read(out.toByteArray())).isInstanceOf(BundleRefused.class);
    }

    @Test
    void refusesAnEncryptedEntry() throws IOException {
        assertRefused(changed(TestCase.zip(FILES), 0, in -> in.putShort(6, (short) 0x801)), "is encrypted");
    }

    @Test
    void refusesADataDescriptor() throws IOException {
        assertRefused(changed(TestCase.zip(FILES), 0, in -> in.putShort(6, (short) 0x808)), "data descriptor");
    }

    @Test
    void refusesAChangedTime() throws IOException {
        assertRefused(changed(TestCase.zip(FILES), 0, in -> in.putShort(10, (short) 1)), "time of day");
        assertRefused(changed(TestCase.zip(FILES), 0, in -> in.putShort(12, (short) 0x22)), "date other than");
    }

    @Test
    void refusesAnExtraField() throws IOException {
        assertRefused(changed(TestCase.zip(FILES), 0, in -> in.putShort(28, (short) 4)), "extra field");
    }

    @Test
    void refusesAWrongChecksum() throws IOException {
        assertRefused(changed(TestCase.zip(FILES), 0, in -> in.putInt(14, 7)), "checksum");
    }

    @Test
    void refusesALink() throws IOException {
        byte[] zip = TestCase.zip(FILES);
        assertRefused(changed(zip, centralOffset(zip), in -> in.putInt(38, 0xa1ed0000)), "those of a link");
    }

    @Test
    void refusesACommentOfAFileOrOfTheWhole() throws IOException {
        byte[] zip = TestCase.zip(FILES);
        assertRefused(changed(zip, centralOffset(zip), in -> in.putShort(32, (short) 1)), "has a comment");
        assertRefused(changed(zip, zip.length - 22, in -> in.putShort(20, (short) 1)), "has a comment");
    }

    @Test
    void refusesAListThatPointsElsewhere() throws IOException {
        byte[] zip = TestCase.zip(FILES);
        assertRefused(changed(zip, centralOffset(zip), in -> in.putInt(42, 1)), "another place");
    }

    @Test
    void refusesAnotherNameInTheList() throws IOException {
        byte[] zip = TestCase.zip(FILES);
        assertRefused(changed(zip, centralOffset(zip) + 46, in -> in.put(0, (byte) 'x')), "another name in the list");
    }

    @Test
    void refusesASizeBeyondTheFile() throws IOException {
        assertRefused(
                changed(TestCase.zip(FILES), 0, in -> in.putInt(18, -1).putInt(22, -1)),
                "more than the bundle has left");
    }

    @Test
    void refusesBytesBeforeBetweenAndBehind() throws IOException {
        byte[] zip = TestCase.zip(FILES);
        assertRefused(inserted(zip, 0), "does not begin with a file");
        assertRefused(inserted(zip, centralOffset(zip)), "bytes of no file stand before");
        assertRefused(inserted(zip, zip.length), "trailing bytes");
    }

    @Test
    void refusesAnEmptyArchiveAndNoArchive() {
        assertRefused(ZipHeaders.end(0, 0, 0), "does not begin with a file");
        assertRefused(bytes("a letter, not a bundle"), "does not begin with a file");
        assertThatThrownBy(() -> TestCase.zip(Map.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "...", " a ", "a/b\\c:d", "\u202e.txt", "\ud800", "CON", "a\u0000"})
    void namesOfPeopleBecomeLegalSegments(String given) {
        String segment = EntryName.segmentOf(given);
        assertThat(segment).doesNotContain("/");
        EntryName.require("evidence/" + segment);
    }

    @Test
    void longNamesOfPeopleAreCutBetweenCharacters() {
        EntryName.require("evidence/" + EntryName.segmentOf("\ud83d\ude00".repeat(100)));
    }
}

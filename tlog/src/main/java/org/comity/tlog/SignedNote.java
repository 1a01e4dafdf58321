package org.comity.tlog;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Text and its signature lines (C2SP signed-note v1.0.0, with key type 0x06 of the later edition).
 *
 * <p>The text ends in LF; an empty line follows, then the lines. The split is at the last empty line, so the text itself
 * may hold empty lines. What is signed is the text with its final LF. Parsing and printing are exact inverses.
 *
 * <p>Limits of this module, which the specification leaves open: a note has at most 1 MiB and 256 signature lines. 256
 * post-quantum lines with names of up to 80 bytes just fit into the one, and 16 is the fewest that must be accepted.
 *
 * @param text UTF-8 text without control characters below U+0020 other than LF, ending in LF
 * @param signatures 1 to 256 lines, in the order of the note, unverified
 */
public record SignedNote(String text, List<NoteSignature> signatures) {
    /** Most bytes of an encoded note. */
    public static final int MAX_BYTES = 1 << 20;

    /** Most signature lines. */
    public static final int MAX_SIGNATURES = 256;

    public SignedNote {
        signatures = List.copyOf(signatures);
        requireText(text);
        if (signatures.isEmpty()) {
            throw LogException.malformed("a note has at least one signature line");
        }
        if (signatures.size() > MAX_SIGNATURES) {
            throw LogException.limit(
                    "a note has at most " + MAX_SIGNATURES + " signature lines, not " + signatures.size());
        }
    }

    /** Parses a note whose signatures nobody has verified yet. */
    public static SignedNote parse(byte[] bytes) {
        String note = Wire.utf8(bytes, MAX_BYTES, "the note");
        int split = note.lastIndexOf("\n\n");
        if (split < 0) {
            throw LogException.malformed("the note has no empty line between text and signatures");
        }
        return new SignedNote(note.substring(0, split + 1), signatureLines(note.substring(split + 2)));
    }

    /** Parses LF-terminated signature lines, as in the body of a witness's answer. */
    static List<NoteSignature> signatureLines(String text) {
        LineReader reader = new LineReader(text, "the signature lines");
        List<NoteSignature> signatures = new ArrayList<>();
        while (!reader.atEnd()) {
            if (signatures.size() == MAX_SIGNATURES) {
                throw LogException.limit("a note has at most " + MAX_SIGNATURES + " signature lines");
            }
            signatures.add(NoteSignature.parse(reader.line()));
        }
        return signatures;
    }

    /** The exact bytes of the note. */
    public byte[] encode() {
        StringBuilder out = new StringBuilder(text).append('\n');
        signatures.forEach(signature -> out.append(signature.line()).append('\n'));
        byte[] bytes = out.toString().getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MAX_BYTES) {
            throw LogException.limit("the note has " + bytes.length + " bytes, at most " + MAX_BYTES + " are accepted");
        }
        return bytes;
    }

    private static void requireText(String text) {
        if (!text.endsWith("\n")) {
            throw LogException.malformed("the text of a note ends in LF");
        }
        Wire.utf8Length(text, "the text of the note");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' && c != '\n') {
                throw LogException.malformed("the text of the note holds the control character U+00"
                        + String.format("%02X", (int) c) + " at position " + i);
            }
        }
    }
}

package org.comity.age;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.comity.age.AgeException.Fault;

/**
 * Strict reader of the header grammar (C2SP age, "Header"): lines ended by a single line feed; a version line; stanzas,
 * each an arrow line and a body wrapped at exactly 64 columns whose last line is shorter, empty if need be; the MAC
 * line. Whatever could be written in two ways is refused, because the MAC covers bytes and the stanzas are only their
 * meaning.
 *
 * <p>The input may be a prefix. Running out of it is "not yet", told apart from "too large" by the limit, so that a
 * stream is read no further than the limit.
 */
final class HeaderParser {
    private final byte[] input;
    private final int end;
    private final OpenRules rules;
    private int at;

    private HeaderParser(byte[] input, int end, OpenRules rules) {
        this.input = input;
        this.end = end;
        this.rules = rules;
    }

    /** Empty if the first {@code length} bytes are a proper beginning of a header that may still be allowed. */
    static Optional<Header> parse(byte[] input, int length, OpenRules rules) {
        HeaderParser parser = new HeaderParser(input, Math.min(length, rules.maxHeaderBytes()), rules);
        Optional<Header> header = parser.header();
        if (header.isEmpty() && length >= rules.maxHeaderBytes()) {
            throw new AgeException(
                    Fault.HEADER_TOO_LARGE, "the header is longer than " + rules.maxHeaderBytes() + " bytes");
        }
        if (rules.singlePostQuantum()) {
            header.ifPresent(Header::requireSinglePostQuantum);
        }
        return header;
    }

    private Optional<Header> header() {
        if (!versionLine()) {
            return Optional.empty();
        }
        List<Stanza> stanzas = new ArrayList<>();
        while (true) {
            int lineStart = at;
            Optional<String> line = line();
            if (line.isEmpty()) {
                return Optional.empty();
            }
            if (line.get().startsWith(Format.MAC_MARK)) {
                byte[] mac = mac(line.get());
                if (stanzas.isEmpty()) {
                    throw malformed("a header without stanzas");
                }
                return Optional.of(new Header(stanzas, Arrays.copyOf(input, at), mac));
            }
            if (!line.get().startsWith(Format.STANZA_MARK)) {
                throw malformed("a line at byte " + lineStart + " that starts neither a stanza nor the MAC");
            }
            if (stanzas.size() == rules.maxStanzas()) {
                throw new AgeException(
                        Fault.HEADER_TOO_LARGE, "the header has more than " + rules.maxStanzas() + " stanzas");
            }
            Optional<Stanza> stanza = stanza(line.get());
            if (stanza.isEmpty()) {
                return Optional.empty();
            }
            stanzas.add(stanza.get());
        }
    }

    /** False if the input ends inside it. Compared as far as there is input, so that garbage is refused at once. */
    private boolean versionLine() {
        byte[] expected = (Format.VERSION_LINE + "\n").getBytes(StandardCharsets.US_ASCII);
        int length = Math.min(end, expected.length);
        if (length == 0 || !Arrays.equals(input, 0, length, expected, 0, length)) {
            throw new AgeException(Fault.NOT_AGE, "not an age file: it does not start with " + Format.VERSION_LINE);
        }
        at = length;
        return length == expected.length;
    }

    private Optional<Stanza> stanza(String arrowLine) {
        String[] words = arrowLine.substring(Format.STANZA_MARK.length()).split(" ", -1);
        StringBuilder text = new StringBuilder();
        while (true) {
            int lineStart = at;
            Optional<String> line = line();
            if (line.isEmpty()) {
                return Optional.empty();
            }
            if (line.get().length() > Format.COLUMNS) {
                throw malformed("a body line of " + line.get().length() + " columns at byte " + lineStart
                        + ", at most 64 are legal");
            }
            text.append(line.get());
            if (line.get().length() < Format.COLUMNS) {
                byte[] body = Base64Text.decode(text.toString(), "the stanza body before byte " + at);
                List<String> all = Arrays.asList(words);
                return Optional.of(new Stanza(all.getFirst(), all.subList(1, all.size()), body));
            }
        }
    }

    private static byte[] mac(String line) {
        String mark = Format.MAC_MARK + " ";
        if (!line.startsWith(mark)) {
            throw malformed("a MAC line without a space after the dashes");
        }
        byte[] mac = Base64Text.decode(line.substring(mark.length()), "the MAC");
        if (mac.length != Format.MAC_BYTES) {
            throw malformed("a MAC of " + mac.length + " bytes, it has " + Format.MAC_BYTES);
        }
        return mac;
    }

    /** The next line without its line feed, decoded as Latin-1 so that no byte is lost before it is judged. */
    private Optional<String> line() {
        for (int i = at; i < end; i++) {
            if (input[i] == '\n') {
                String line = new String(input, at, i - at, StandardCharsets.ISO_8859_1);
                at = i + 1;
                return Optional.of(line);
            }
        }
        return Optional.empty();
    }

    private static AgeException malformed(String what) {
        return new AgeException(Fault.HEADER_MALFORMED, "refused " + what);
    }
}

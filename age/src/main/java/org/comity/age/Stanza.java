package org.comity.age;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.comity.age.AgeException.Fault;

/**
 * One recipient stanza: a type, further arguments, and a body, usually the wrapped file key. Stanzas of unknown type are
 * kept and skipped, as the specification asks.
 */
public final class Stanza {
    private final String type;
    private final List<String> arguments;
    private final byte[] body;

    /**
     * A stanza of any type.
     *
     * @param type the first word, of printable ASCII without spaces
     * @param arguments the further words, of the same characters
     * @param body any length, copied
     * @throws AgeException {@link Fault#HEADER_MALFORMED} for an empty word or another character
     */
    public Stanza(String type, List<String> arguments, byte[] body) {
        this.type = word(type);
        this.arguments = List.copyOf(arguments);
        this.arguments.forEach(Stanza::word);
        this.body = body.clone();
    }

    public String type() {
        return type;
    }

    /** The words after the type. */
    public List<String> arguments() {
        return arguments;
    }

    /** A copy of the decoded body. */
    public byte[] body() {
        return body.clone();
    }

    /** The one argument, decoded from base64 to exactly {@code length} bytes. */
    byte[] soleArgument(int length) {
        if (arguments.size() != 1) {
            throw new AgeException(
                    Fault.HEADER_MALFORMED, "a " + type + " stanza with " + arguments.size() + " arguments, it has 1");
        }
        byte[] value = Base64Text.decode(arguments.getFirst(), "the argument of a " + type + " stanza");
        if (value.length != length) {
            throw new AgeException(
                    Fault.HEADER_MALFORMED,
                    "a " + type + " stanza with a share of " + value.length + " bytes, it has " + length);
        }
        return value;
    }

    /** The body, refused unless it has the length of a wrapped file key (checked before any decryption). */
    byte[] wrappedKey() {
        if (body.length != Format.WRAPPED_KEY_BYTES) {
            throw new AgeException(
                    Fault.HEADER_MALFORMED,
                    "a " + type + " stanza with a body of " + body.length + " bytes, it has "
                            + Format.WRAPPED_KEY_BYTES);
        }
        return body.clone();
    }

    /** Header lines, each ended by a line feed; the last line of the body is always shorter than 64 characters. */
    void appendTo(StringBuilder header) {
        header.append(Format.STANZA_MARK).append(type);
        for (String argument : arguments) {
            header.append(' ').append(argument);
        }
        header.append('\n');
        String text = Base64Text.encode(body);
        int at = 0;
        for (; text.length() - at >= Format.COLUMNS; at += Format.COLUMNS) {
            header.append(text, at, at + Format.COLUMNS).append('\n');
        }
        header.append(text, at, text.length()).append('\n');
    }

    private static String word(String word) {
        if (word.isEmpty()) {
            throw new AgeException(Fault.HEADER_MALFORMED, "a stanza with an empty argument");
        }
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c < 0x21 || c > 0x7e) {
                throw new AgeException(
                        Fault.HEADER_MALFORMED,
                        "a stanza argument with the character " + (int) c + ", legal are 33 to 126");
            }
        }
        return word;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Stanza that
                && type.equals(that.type)
                && arguments.equals(that.arguments)
                && Arrays.equals(body, that.body);
    }

    @Override
    public int hashCode() {
        return Objects.hash(type, arguments, Arrays.hashCode(body));
    }

    @Override
    public String toString() {
        return "Stanza[" + type + ", " + arguments.size() + " arguments, body of " + body.length + " bytes]";
    }
}

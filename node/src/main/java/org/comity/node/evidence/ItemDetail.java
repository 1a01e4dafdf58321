package org.comity.node.evidence;

import java.util.List;
import java.util.Optional;
import org.comity.node.record.JsonBody;
import org.comity.node.record.MemberId;
import org.comity.tlog.Hash;

/**
 * What is known of an item's content. Lies sealed in the database and goes with the item's keys.
 *
 * @param name file name as given, without a path, 1 to 255 characters
 * @param mediaType RFC 9110, section 8.3.1
 * @param sha256 of the plaintext: what {@code sha256sum} prints
 * @param length of the plaintext in bytes, 0 or more
 * @param source the member who sent it; empty for an item taken in here
 * @param terms what binds this node in using it
 */
public record ItemDetail(
        String name, String mediaType, Hash sha256, long length, Optional<MemberId> source, Terms terms) {

    /** The stored form. */
    record Stored(
            String name,
            String mediaType,
            String sha256,
            long length,
            String source,
            List<String> useLimits,
            String onward,
            String conditions) {}

    public ItemDetail {
        if (name.isEmpty() || name.length() > 255 || name.chars().anyMatch(ItemDetail::illegal)) {
            throw new IllegalArgumentException("item name of " + name.length()
                    + " characters: legal are 1 to 255, no slash, no control character");
        }
        if (!mediaType.matches("[A-Za-z0-9!#$&^_.+-]{1,127}/[A-Za-z0-9!#$&^_.+-]{1,127}")) {
            throw new IllegalArgumentException("media type is not of the form type/subtype");
        }
        if (length < 0 || length > PieceList.MAX_FILE_BYTES) {
            throw new IllegalArgumentException(
                    "item of " + length + " bytes, legal are 0 to " + PieceList.MAX_FILE_BYTES);
        }
    }

    private static boolean illegal(int character) {
        return character == '/' || character == '\\' || Character.isISOControl(character);
    }

    byte[] toBytes() {
        return JsonBody.write(new Stored(
                name,
                mediaType,
                sha256.hex(),
                length,
                source.map(MemberId::code).orElse(""),
                terms.useLimits(),
                terms.onward().word(),
                terms.conditions()));
    }

    static ItemDetail parse(byte[] bytes) {
        Stored stored = JsonBody.read(bytes, Stored.class);
        return new ItemDetail(
                stored.name(),
                stored.mediaType(),
                Hash.ofHex(stored.sha256()),
                stored.length(),
                stored.source().isEmpty() ? Optional.empty() : Optional.of(new MemberId(stored.source())),
                new Terms(stored.useLimits(), Onward.ofWord(stored.onward()), stored.conditions()));
    }
}

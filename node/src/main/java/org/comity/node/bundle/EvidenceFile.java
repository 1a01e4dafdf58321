package org.comity.node.bundle;

import java.util.Optional;
import java.util.regex.Pattern;
import org.comity.tlog.Hash;

/**
 * An item of evidence that the case is about.
 *
 * @param item its name at the exporter, 1 to 64 lower-case letters, digits and hyphens
 * @param name file name for people, 1 to 255 characters
 * @param mediaType RFC 9110, section 8.3.1
 * @param sha256 of the plaintext: what {@code sha256sum} prints
 * @param length of the plaintext in bytes
 * @param cipherLength length of the age file that was transferred or kept, in bytes
 * @param pieceRoot root of the tree over its pieces of 1 MiB
 * @param content the plaintext itself, if it goes into the bundle
 */
public record EvidenceFile(
        String item,
        String name,
        String mediaType,
        Hash sha256,
        long length,
        long cipherLength,
        Hash pieceRoot,
        Optional<ByteSource> content) {

    private static final Pattern ITEM = Pattern.compile("[a-z0-9-]{1,64}");

    public EvidenceFile {
        if (!ITEM.matcher(item).matches()) {
            throw new IllegalArgumentException(
                    "item " + HtmlText.shown(item) + " is not 1 to 64 lower-case letters, digits and hyphens");
        }
        if (name.isEmpty() || name.length() > 255) {
            throw new IllegalArgumentException("item name has " + name.length() + " characters, legal are 1 to 255");
        }
        if (mediaType.isEmpty() || mediaType.length() > 255) {
            throw new IllegalArgumentException(
                    "media type has " + mediaType.length() + " characters, legal are 1 to 255");
        }
        if (length < 0 || cipherLength < 0) {
            throw new IllegalArgumentException(
                    "item " + item + " has lengths " + length + " and " + cipherLength + ", legal is 0 or more");
        }
    }

    EvidenceFile withContent(ByteSource source) {
        return new EvidenceFile(item, name, mediaType, sha256, length, cipherLength, pieceRoot, Optional.of(source));
    }
}

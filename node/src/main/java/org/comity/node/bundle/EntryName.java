package org.comity.node.bundle;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Names of files inside a bundle.
 *
 * <p>A bundle is unpacked by strangers' tools on any system, so a name must mean the same file everywhere and never one outside the
 * folder: segments joined by slashes, no segment empty, {@code .} or {@code ..}, none of the characters that some system gives a
 * meaning, none that steers the direction of writing, no two names that differ only by case, no name that is also a folder.
 */
final class EntryName {

    /** Longest name in bytes of UTF-8. */
    static final int MAX_BYTES = 512;

    /** Longest segment in bytes of UTF-8. */
    static final int MAX_SEGMENT_BYTES = 200;

    /** Ascending by the unsigned bytes of UTF-8, which is the order of code points. */
    static final Comparator<String> ORDER =
            (a, b) -> Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

    private static final String RESERVED = "\\:*?\"<>|";

    private EntryName() {}

    /** Decodes strictly, then checks. */
    static String decode(byte[] bytes) {
        String name;
        try {
            name = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BundleRefused(BundleLayout.BUNDLE, "a file name is not UTF-8", e);
        }
        require(name);
        return name;
    }

    /** @throws BundleRefused that names what is wrong with the name */
    static void require(String name) {
        if (name.startsWith("/")) {
            throw refused(name, "is an absolute path");
        }
        if (name.endsWith("/")) {
            throw refused(name, "is a folder or empty; only files are legal");
        }
        int length = name.getBytes(StandardCharsets.UTF_8).length;
        if (length < 1 || length > MAX_BYTES) {
            throw refused(name, "has " + length + " bytes, legal are 1 to " + MAX_BYTES);
        }
        for (String segment : name.split("/", -1)) {
            if (segment.equals("..")) {
                throw refused(name, "leaves its folder by ..");
            }
            requireSegment(name, segment);
        }
    }

    private static void requireSegment(String name, String segment) {
        if (segment.isEmpty() || segment.endsWith(".") || segment.endsWith(" ") || segment.startsWith(" ")) {
            throw refused(name, "has an empty segment, or one that begins with a space or ends with a space or dot");
        }
        if (segment.getBytes(StandardCharsets.UTF_8).length > MAX_SEGMENT_BYTES) {
            throw refused(name, "has a segment of more than " + MAX_SEGMENT_BYTES + " bytes");
        }
        segment.codePoints().filter(c -> !isLegal(c)).findFirst().ifPresent(c -> {
            String what = c == '\\' ? "a backslash" : String.format(Locale.ROOT, "the character U+%04X", c);
            throw refused(name, "holds " + what);
        });
    }

    /** Whether all names can lie in one folder on every system. */
    static void requireApart(Collection<String> names) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(folded(name))) {
                throw refused(name, "is there twice, or differs from another name only by case");
            }
        }
        for (String name : names) {
            for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
                if (seen.contains(folded(name.substring(0, slash)))) {
                    throw refused(name, "lies in a folder that is also a file");
                }
            }
        }
    }

    /** One legal segment that resembles a name given by people; illegal characters become underscores. */
    static String segmentOf(String given) {
        StringBuilder safe = new StringBuilder();
        int bytes = 0;
        for (int c : given.codePoints().toArray()) {
            int shown = isLegal(c) && c != '/' ? c : '_';
            bytes += Character.toString(shown).getBytes(StandardCharsets.UTF_8).length;
            if (bytes > MAX_SEGMENT_BYTES) {
                break;
            }
            safe.appendCodePoint(shown);
        }
        for (int i = safe.length() - 1; i >= 0 && (safe.charAt(i) == '.' || safe.charAt(i) == ' '); i--) {
            safe.setCharAt(i, '_');
        }
        if (safe.isEmpty()) {
            return "_";
        }
        if (safe.charAt(0) == ' ') {
            safe.setCharAt(0, '_');
        }
        return safe.toString();
    }

    private static String folded(String name) {
        return name.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    private static boolean isLegal(int c) {
        boolean surrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
        return !surrogate && !HtmlText.isInvisible(c) && RESERVED.indexOf(c) < 0;
    }

    private static BundleRefused refused(String name, String why) {
        return new BundleRefused(BundleLayout.BUNDLE, "the file name " + HtmlText.shown(name) + " " + why);
    }
}

package org.comity.web.peers;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.comity.node.world.ByteRange;

/**
 * The only form of {@code Range} and {@code Content-Range} (RFC 9110, section 14) that nodes use: one range with both ends.
 */
final class RangeHeader {

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,18})-(\\d{1,18})");
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(?:\\d{1,18}|\\*)");

    private RangeHeader() {}

    static String range(ByteRange range) {
        return "bytes=" + range.first() + "-" + range.last();
    }

    static String contentRange(long first, int length) {
        return "bytes " + first + "-" + (first + length - 1) + "/*";
    }

    /** Empty when the text is not exactly one range with both ends. */
    static Optional<ByteRange> parseRange(String text) {
        return parse(RANGE, text);
    }

    /** Empty when the text is not a content range in bytes. */
    static Optional<ByteRange> parseContentRange(String text) {
        return parse(CONTENT_RANGE, text);
    }

    private static Optional<ByteRange> parse(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long first = Long.parseLong(matcher.group(1));
        long last = Long.parseLong(matcher.group(2));
        return last < first ? Optional.empty() : Optional.of(new ByteRange(first, last));
    }
}

package org.comity.web.officers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A path with named parts, for example {@code /v1/messages/{id}/proof}. A part matches one segment of letters, digits and a few
 * signs; a last part written {@code {name...}} matches one or more.
 */
public final class PathTemplate {

    private static final Pattern TEMPLATE =
            Pattern.compile("(/[a-z0-9.-]+|/\\{[a-zA-Z]+})*(/[a-z0-9.-]+|/\\{[a-zA-Z]+(\\.\\.\\.)?})");
    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_~-][A-Za-z0-9._~-]{0,127}");

    private final String text;
    private final List<String> parts;

    private PathTemplate(String text) {
        this.text = text;
        this.parts = List.of(text.substring(1).split("/"));
    }

    public static PathTemplate of(String text) {
        if (!TEMPLATE.matcher(text).matches()) {
            throw new IllegalArgumentException("path template " + text + " is not segments and {parts} after slashes");
        }
        return new PathTemplate(text);
    }

    /** The values of the named parts, or empty when the path does not fit. */
    Optional<Map<String, String>> match(String path) {
        String[] segments = path.startsWith("/") ? path.substring(1).split("/", -1) : new String[0];
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < segments.length; i++) {
            if (!SEGMENT.matcher(segments[i]).matches()) {
                return Optional.empty();
            }
        }
        for (int i = 0; i < parts.size(); i++) {
            String part = parts.get(i);
            if (i >= segments.length) {
                return Optional.empty();
            } else if (part.endsWith("...}")) {
                values.put(
                        part.substring(1, part.length() - 4),
                        String.join("/", List.of(segments).subList(i, segments.length)));
                return Optional.of(values);
            } else if (part.startsWith("{")) {
                values.put(part.substring(1, part.length() - 1), segments[i]);
            } else if (!part.equals(segments[i])) {
                return Optional.empty();
            }
        }
        return segments.length == parts.size() ? Optional.of(values) : Optional.empty();
    }

    /** The template as it was written. */
    @Override
    public String toString() {
        return text;
    }
}

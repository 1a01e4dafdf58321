package org.comity.web;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Why a request failed (RFC 9457), in words for the one who asked. Never the text of an unexpected exception.
 *
 * @param status HTTP status, 400 to 599
 * @param slug last part of the type, for example {@code not-recognised}
 * @param detail one sentence
 * @param remedy what the caller can do next, if there is something
 */
public record Problem(int status, String slug, String detail, Optional<String> remedy) {

    public static final String MEDIA_TYPE = "application/problem+json";

    private static final JsonMapper JSON = JsonMapper.shared();

    public Problem {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("status " + status + " of a problem is not between 400 and 599");
        }
        if (!slug.matches("[a-z0-9-]{1,64}")) {
            throw new IllegalArgumentException("problem slug " + slug + " is not 1 to 64 of a-z, 0-9 and -");
        }
    }

    public static Problem of(int status, String slug, String detail) {
        return new Problem(status, slug, detail, Optional.empty());
    }

    public Problem withRemedy(String next) {
        return new Problem(status, slug, detail, Optional.of(next));
    }

    /** The problem as {@link #MEDIA_TYPE}; the type is a reference relative to the face that answers. */
    public byte[] json() {
        return json(Map.of());
    }

    /** With further members, for example the id of the request. */
    public byte[] json(Map<String, String> further) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", "/problems/" + slug);
        members.put(
                "title",
                slug.substring(0, 1).toUpperCase(Locale.ROOT)
                        + slug.substring(1).replace('-', ' '));
        members.put("status", status);
        members.put("detail", detail);
        remedy.ifPresent(next -> members.put("remedy", next));
        members.putAll(further);
        return JSON.writeValueAsBytes(members);
    }
}

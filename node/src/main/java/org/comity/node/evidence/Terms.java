package org.comity.node.evidence;

import java.util.List;

/**
 * What binds whoever receives an item; travels with it.
 *
 * @param useLimits each a sentence or a reference to a rule, at most 64 of at most 1,000 characters
 * @param onward whether a third member may have it
 * @param conditions confidentiality and other conditions as written, at most 4,000 characters, perhaps empty
 */
public record Terms(List<String> useLimits, Onward onward, String conditions) {
    /** The careful beginning: no limits named, nothing handed on. */
    public static final Terms NONE = new Terms(List.of(), Onward.FORBIDDEN, "");

    public Terms {
        useLimits = List.copyOf(useLimits);
        if (useLimits.size() > 64 || useLimits.stream().anyMatch(limit -> limit.isEmpty() || limit.length() > 1_000)) {
            throw new IllegalArgumentException(
                    useLimits.size() + " use limits, legal are up to 64 of 1 to 1,000 characters each");
        }
        if (conditions.length() > 4_000) {
            throw new IllegalArgumentException(
                    "conditions of " + conditions.length() + " characters, legal are up to 4,000");
        }
    }
}

package org.comity.node.casework;

/**
 * The span of time whose data is meant.
 *
 * @param from first moment
 * @param to first moment that is no longer meant, after {@code from}
 */
public record Period(UtcTime from, UtcTime to) {

    public Period {
        if (!to.isAfter(from)) {
            throw new IllegalArgumentException(
                    "period from " + from + " to " + to + " is empty; its end must come later");
        }
    }
}

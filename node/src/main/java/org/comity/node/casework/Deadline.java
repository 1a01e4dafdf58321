package org.comity.node.casework;

/**
 * A deadline that the requesting authority suggests. It comes with its reason or not at all: the requested state owes
 * attention only to a deadline that is explained (Convention, art. 40, on speed).
 *
 * @param suggested when an answer would still help
 * @param reason why then
 */
public record Deadline(UtcTime suggested, String reason) {

    public Deadline {
        FreeText.paragraphs("reason of the deadline", reason);
    }
}

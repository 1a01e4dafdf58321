package org.comity.node.evidence;

/**
 * Who does something to an item, and how.
 *
 * @param who an officer's id, a member code, or the word "node"
 * @param where the place or system, as the authority names it
 * @param tool program and version
 * @param legalBasis reference to the order or rule it is done under; empty where none is needed
 * @param note a sentence for the record, perhaps empty
 */
public record Handling(String who, String where, String tool, String legalBasis, String note) {

    public Handling {
        requireLength("who", who, 1, 100);
        requireLength("where", where, 1, 200);
        requireLength("tool", tool, 1, 200);
        requireLength("legal basis", legalBasis, 0, 400);
        requireLength("note", note, 0, 1_000);
    }

    public Handling withNote(String sentence) {
        return new Handling(who, where, tool, legalBasis, sentence);
    }

    private static void requireLength(String what, String text, int least, int most) {
        if (text.length() < least || text.length() > most) {
            throw new IllegalArgumentException(
                    what + " has " + text.length() + " characters, legal are " + least + " to " + most);
        }
    }
}

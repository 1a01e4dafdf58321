package org.comity.node.directory;

/** What an authority is for, as far as the routing of requests needs to know. */
public enum AuthorityKind {
    /** Sends, answers and executes requests for legal assistance (Convention, article 40). */
    CENTRAL_AUTHORITY("central-authority"),
    /** Reachable at any hour (Convention, article 41). */
    CONTACT_POINT_24_7("contact-point-24-7"),
    POLICE("police"),
    /** Computer security incident response team. */
    CSIRT("csirt"),
    FOREIGN_MINISTRY("foreign-ministry"),
    /** Competent for a territory whose law is its own. */
    SPECIAL_TERRITORY("special-territory");

    private final String word;

    AuthorityKind(String word) {
        this.word = word;
    }

    /** The word as it stands in a card. */
    public String word() {
        return word;
    }

    /**
     * The kind of a word.
     *
     * @throws IllegalArgumentException if no kind has this word
     */
    public static AuthorityKind ofWord(String word) {
        for (AuthorityKind kind : values()) {
            if (kind.word.equals(word)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("authority kind \"" + word + "\" is not known");
    }
}

package org.comity.node.access;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What an officer may do at this node, and in what capacity an approval was signed. */
public enum Role {
    /** Writes requests and answers; decides nothing. */
    DRAFTER("drafter"),
    /** Signs approvals of requests and answers. */
    APPROVER("approver"),
    /** Carries out measures that were asked of this state. */
    EXECUTING_OFFICER("executing-officer"),
    /** Works at the contact point that answers around the clock (Convention, article 41). */
    CONTACT_POINT("contact-point"),
    /** Acts for the central authority (Convention, article 40). */
    CENTRAL_AUTHORITY("central-authority"),
    /** Reads everything, changes nothing. */
    AUDITOR("auditor"),
    /** Runs the node: peers, keys, officers. Approves nothing by that. */
    ADMINISTRATOR("administrator");

    private final String word;

    Role(String word) {
        this.word = word;
    }

    /** The word as it stands in records, cards and approvals. */
    public String word() {
        return word;
    }

    /**
     * The role of a word.
     *
     * @throws IllegalArgumentException if no role has this word; the message lists the legal ones
     */
    public static Role ofWord(String word) {
        for (Role role : values()) {
            if (role.word.equals(word)) {
                return role;
            }
        }
        throw new IllegalArgumentException("role " + word + " is not one of " + words(EnumSet.allOf(Role.class)));
    }

    /** The words of the roles in their fixed order, so that equal sets are written as equal bytes. */
    public static List<String> words(Set<Role> roles) {
        return roles.stream().sorted().map(Role::word).toList();
    }
}

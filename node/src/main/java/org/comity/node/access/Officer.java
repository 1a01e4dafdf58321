package org.comity.node.access;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * A person who may act at this node.
 *
 * @param id pseudonym; all that ever stands in a record
 * @param displayName as colleagues know them, 1 to 128 characters; stays in this node's database
 * @param roles at least one
 */
public record Officer(OfficerId id, String displayName, Set<Role> roles) {

    public Officer {
        if (displayName.isBlank() || displayName.length() > 128) {
            throw new IllegalArgumentException(
                    "display name has " + displayName.length() + " characters, legal are 1 to 128, not all blank");
        }
        if (roles.isEmpty()) {
            throw new IllegalArgumentException("officer " + id + " has no role; legal is at least one");
        }
        roles = Collections.unmodifiableSet(EnumSet.copyOf(roles));
    }

    /** Whether one of the officer's roles is among those given. */
    public boolean hasAny(Set<Role> wanted) {
        return !Collections.disjoint(roles, wanted);
    }
}

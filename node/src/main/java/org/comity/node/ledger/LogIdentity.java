package org.comity.node.ledger;

import org.comity.node.record.MemberId;
import org.comity.node.record.Realm;

/**
 * Whose log this is. A node has exactly one.
 *
 * @param realm the world, or one exercise; nothing of one verifies in the other
 * @param member whose authority runs the node
 * @param origin name of the log with its generation, {@code <node name>/log/g<generation>}; first line of its checkpoints
 */
public record LogIdentity(Realm realm, MemberId member, String origin) {

    public LogIdentity {
        if (!origin.matches("[a-z0-9][a-z0-9.-]{0,99}/log/g[1-9][0-9]{0,8}")) {
            throw new IllegalArgumentException("log origin " + origin
                    + " is not of the form <node name>/log/g<generation>, for example justice.vn.example/log/g1");
        }
    }

    /** Counts the logs of this node, from 1. */
    public long generation() {
        return Long.parseLong(origin.substring(origin.lastIndexOf("/g") + 2));
    }
}

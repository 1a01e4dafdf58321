package org.comity.node.world;

import java.util.Optional;
import org.comity.tlog.TreeHead;

/**
 * Remembers the newest head this node signed, outside the database and outside its backups, so that a restored database is
 * noticed before it signs a second root for a size.
 */
public interface Guard {

    /** Durable when it returns. */
    void remember(TreeHead head);

    /** The newest head remembered; empty on the first start. */
    Optional<TreeHead> newest();
}

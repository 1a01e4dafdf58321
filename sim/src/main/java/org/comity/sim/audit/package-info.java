/**
 * What is checked when a world has come to rest: logs, inboxes and receipts, read from the disks' bytes a second time.
 *
 * <p>Nothing here uses the node's own readers or trees; where the node has a key, the audit opens with the same key and a cipher of its
 * own.
 */
@NullMarked
package org.comity.sim.audit;

import org.jspecify.annotations.NullMarked;

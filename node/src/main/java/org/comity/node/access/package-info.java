/**
 * The people of this node: officers, their roles, their keys and what they signed.
 *
 * <p>{@link org.comity.node.access.Officers} knows who may act, {@link org.comity.node.access.Tokens} admits their programs, and
 * {@link org.comity.node.access.Approvals} makes and checks the signatures by which another state can see that two officers, and
 * not only a node, stand behind a coercive request. Names of officers never leave this room.
 */
@NullMarked
package org.comity.node.access;

import org.jspecify.annotations.NullMarked;

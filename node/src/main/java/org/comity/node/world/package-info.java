/**
 * The ports of a node: all it may know of the world outside itself.
 *
 * <p>The core reads no clock, draws no random byte, starts no thread and opens no socket except through an object of this
 * package, so the same node runs in production, by the hundred in one process, and inside a deterministic simulation.
 */
@NullMarked
package org.comity.node.world;

import org.jspecify.annotations.NullMarked;

/**
 * The node's own append-only log and the one place where its state changes.
 *
 * <p>{@link org.comity.node.ledger.Ledger} takes works, runs them in group commits, appends their leaves and releases signed
 * checkpoints. Everything that a node sends, receives or decides is a leaf here.
 */
@NullMarked
package org.comity.node.ledger;

import org.jspecify.annotations.NullMarked;

package org.comity.node.ledger;

/**
 * One caller's part of a group commit.
 *
 * <p>It runs inside a transaction that other callers share, and may run a second time when a neighbour fails: so it changes
 * nothing but what the {@link Turn} offers, and leaves memory alone until {@link Turn#afterCommit}.
 */
@FunctionalInterface
public interface Work<T> {

    /** @throws Refused to undo all this work did and tell its caller why; the other callers do not notice */
    T run(Turn turn) throws Refused;
}

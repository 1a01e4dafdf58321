package org.comity.sim.wire;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.comity.tlog.Hash;

/**
 * A Merkle tree that grows leaf by leaf (RFC 9162, section 2.1), kept as the stack of its complete subtrees.
 *
 * <p>A second implementation, written to compare with: a new leaf is a subtree of one, and two of one size become one of twice the
 * size. The root folds the stack from its smallest subtree to the largest.
 */
public final class OwnTree {

    private record Subtree(long leaves, Hash root) {}

    private static final byte[] LEAF = {0};
    private static final byte[] NODE = {1};

    private final Deque<Subtree> stack = new ArrayDeque<>();
    private long size;

    /** Adds the leaf of an entry. */
    public void append(Hash entry) {
        Subtree grown = new Subtree(1, Hash.sha256(LEAF, entry.bytes()));
        while (!stack.isEmpty() && stack.peek().leaves() == grown.leaves()) {
            Subtree left = stack.pop();
            grown = new Subtree(2 * left.leaves(), node(left.root(), grown.root()));
        }
        stack.push(grown);
        size++;
    }

    public long size() {
        return size;
    }

    public Hash root() {
        Iterator<Subtree> smallestFirst = stack.iterator();
        if (!smallestFirst.hasNext()) {
            return Hash.sha256();
        }
        Hash root = smallestFirst.next().root();
        while (smallestFirst.hasNext()) {
            root = node(smallestFirst.next().root(), root);
        }
        return root;
    }

    private static Hash node(Hash left, Hash right) {
        return Hash.sha256(NODE, left.bytes(), right.bytes());
    }
}

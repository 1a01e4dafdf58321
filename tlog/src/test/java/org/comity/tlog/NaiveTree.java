package org.comity.tlog;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/** The definitions of RFC 9162 section 2.1, written down as they stand, over a list of leaf hashes. */
final class NaiveTree {
    private NaiveTree() {}

    static Hash root(List<Hash> leaves) {
        if (leaves.isEmpty()) {
            return Hash.sha256();
        }
        if (leaves.size() == 1) {
            return leaves.get(0);
        }
        int k = split(leaves.size());
        return Hash.node(root(leaves.subList(0, k)), root(leaves.subList(k, leaves.size())));
    }

    static List<Hash> path(int m, List<Hash> leaves) {
        int n = leaves.size();
        if (n == 1) {
            return new ArrayList<>();
        }
        int k = split(n);
        List<Hash> path;
        if (m < k) {
            path = path(m, leaves.subList(0, k));
            path.add(root(leaves.subList(k, n)));
        } else {
            path = path(m - k, leaves.subList(k, n));
            path.add(root(leaves.subList(0, k)));
        }
        return path;
    }

    static List<Hash> consistency(int m, List<Hash> leaves) {
        return subProof(m, leaves, true);
    }

    private static List<Hash> subProof(int m, List<Hash> leaves, boolean whole) {
        int n = leaves.size();
        if (m == n) {
            return whole ? new ArrayList<>() : new ArrayList<>(List.of(root(leaves)));
        }
        int k = split(n);
        List<Hash> proof;
        if (m <= k) {
            proof = subProof(m, leaves.subList(0, k), whole);
            proof.add(root(leaves.subList(k, n)));
        } else {
            proof = subProof(m - k, leaves.subList(k, n), false);
            proof.add(root(leaves.subList(0, k)));
        }
        return proof;
    }

    static List<Hash> batch(SortedSet<Long> targets, List<Hash> leaves) {
        List<Hash> out = new ArrayList<>();
        batch(targets, leaves, 0, leaves.size(), out);
        return out;
    }

    private static void batch(SortedSet<Long> targets, List<Hash> leaves, int low, int high, List<Hash> out) {
        if (targets.subSet((long) low, (long) high).isEmpty()) {
            out.add(root(leaves.subList(low, high)));
        } else if (high - low > 1) {
            int middle = low + split(high - low);
            batch(targets, leaves, low, middle, out);
            batch(targets, leaves, middle, high, out);
        }
    }

    private static int split(int n) {
        int k = 1;
        while (k * 2 < n) {
            k *= 2;
        }
        return k;
    }
}

package org.comity.sim.puppet;

import java.util.List;
import java.util.TreeSet;
import org.comity.node.directory.NodeKeys;
import org.comity.node.directory.SoftwareSigner;
import org.comity.sim.wire.WireItem;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.Hash;
import org.comity.tlog.MemoryTiles;
import org.comity.tlog.SignedCheckpoint;
import org.comity.tlog.TreeHead;

/** One history of a puppet's log. A puppet that forks has two of them under one name. */
final class History {

    private final NodeKeys keys;
    private final MemoryTiles tiles = new MemoryTiles();

    History(NodeKeys keys) {
        this.keys = keys;
    }

    long size() {
        return tiles.head().size();
    }

    /** Adds an entry and gives its index. */
    long append(Hash entry) {
        tiles.append(Hash.leaf(entry.bytes()));
        return size() - 1;
    }

    boolean holds(TreeHead head) {
        return head.size() <= size()
                && (head.size() == 0 || tiles.tree(head.size()).head().equals(head));
    }

    /** The newest head with every signature that the card asks for. */
    byte[] checkpoint() {
        Checkpoint unsigned = Checkpoint.of(keys.origin(), tiles.head());
        return new SignedCheckpoint(unsigned, new SoftwareSigner(keys).signCheckpoint(unsigned, 1_780_000_000 + size()))
                .encode();
    }

    /** The proof from an earlier size to the newest; none where that size is not behind. */
    List<Hash> consistency(long from) {
        return from > size() ? List.of() : tiles.tree(size()).consistency(from).hashes();
    }

    /** The proof between two sizes; none where the log is not that long. */
    List<Hash> consistency(long from, long to) {
        return from > to || to > size()
                ? List.of()
                : tiles.tree(to).consistency(from).hashes();
    }

    /** One proof for all these items, as it travels. */
    byte[] batch(List<WireItem> items) {
        TreeSet<Long> indexes = new TreeSet<>();
        items.stream().map(WireItem::index).filter(index -> index < size()).forEach(indexes::add);
        if (indexes.isEmpty()) {
            return new byte[0];
        }
        List<Hash> hashes = tiles.tree(size()).batch(indexes).hashes();
        byte[] nodes = new byte[hashes.size() * Hash.BYTES];
        for (int i = 0; i < hashes.size(); i++) {
            hashes.get(i).copyTo(nodes, i * Hash.BYTES);
        }
        return nodes;
    }
}

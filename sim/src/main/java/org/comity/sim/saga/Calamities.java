package org.comity.sim.saga;

import java.time.Duration;
import java.util.List;
import org.comity.node.store.Snapshot;
import org.comity.sim.Faults;
import org.comity.sim.SimNode;
import org.comity.sim.SimWorld;

/** What is done to a node's disk, and must be noticed by its next start. Afterwards the node's own database is put back. */
final class Calamities {

    /** Each of these makes a log that contradicts itself. */
    private static final List<String> DAMAGES = List.of(
            "UPDATE ledger_leaf SET entry = zeroblob(32) WHERE idx = (SELECT size / 2 FROM ledger_head)",
            "UPDATE ledger_leaf SET entry = zeroblob(32) WHERE idx = (SELECT size - 1 FROM ledger_head)",
            "UPDATE ledger_leaf SET entry = zeroblob(32) WHERE idx = 0",
            "UPDATE ledger_head SET root = zeroblob(32)",
            "DELETE FROM ledger_leaf WHERE idx = (SELECT size / 3 FROM ledger_head)",
            "INSERT INTO ledger_leaf SELECT size, zeroblob(32), 'sim.stray', 3, NULL, 0, 0, '', NULL FROM ledger_head",
            "INSERT INTO ledger_sequence VALUES ('XZ', 1, 7)");

    private final SimWorld world;

    Calamities(SimWorld world) {
        this.world = world;
    }

    /** A backup is taken now; a while later it is put back in place of the database, and the guard stays. */
    void restore(SimNode node, Duration later) {
        byte[] backup = node.backup();
        world.in(later, () -> {
            node.shutDown();
            byte[] own = node.backup();
            node.restore(backup);
            if (node.guarded() > size(node)) {
                requireRefusal(node, "an older database that was put back");
            }
            node.putBack(own);
            node.start();
        });
    }

    /** The database is changed while the node is down. */
    void damage(SimNode node, int how) {
        node.shutDown();
        byte[] own = node.backup();
        if (size(node) > 1) {
            String damage = DAMAGES.get(how % DAMAGES.size());
            node.tamper(damage);
            requireRefusal(node, "a database after " + damage);
        }
        node.putBack(own);
        node.start();
    }

    private static long size(SimNode node) {
        try (Snapshot snapshot = node.disk().snapshot()) {
            boolean made = snapshot.sql().number("SELECT count(*) FROM sqlite_master WHERE name = 'ledger_head'") > 0;
            return made ? snapshot.sql().number("SELECT coalesce(max(size), 0) FROM ledger_head") : 0;
        }
    }

    /** Starts the node with nothing else against it, and without time passing. */
    private void requireRefusal(SimNode node, String what) {
        Faults before = world.faults();
        world.setFaults(Faults.NONE);
        node.start();
        world.setFaults(before);
        if (node.isUp() || node.refusal().isEmpty()) {
            world.violation(node.member() + " starts on " + what);
        }
        node.shutDown();
    }
}

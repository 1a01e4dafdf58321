package org.comity.sim;

import java.util.Optional;
import org.comity.node.world.Guard;
import org.comity.tlog.TreeHead;

/** The guard of one life of a node, on the node's disk. */
final class SimGuard implements Guard {

    private final Life life;
    private final Disk disk;
    private final Perils perils;
    private final NodeWatch watch;

    SimGuard(Life life, Disk disk, Perils perils, NodeWatch watch) {
        this.life = life;
        this.disk = disk;
        this.perils = perils;
        this.watch = watch;
    }

    @Override
    public void remember(TreeHead head) {
        perils.point(life, "before the guard remembers size " + head.size());
        watch.guarded(head);
        disk.guard(head);
        perils.point(life, "after the guard remembered size " + head.size());
    }

    @Override
    public Optional<TreeHead> newest() {
        life.requireGoing();
        return disk.guard();
    }
}

package org.comity.node.ledger;

import org.comity.node.world.World;

/** Now and then lets the store tidy up beside the turns, so that no commit has to. On the node's thread. */
final class StoreUpkeep {

    /** Commits between two rounds. */
    static final int COMMITS = 64;

    private final World world;
    private int commits;
    private boolean running;

    StoreUpkeep(World world) {
        this.world = world;
    }

    void committed() {
        if (++commits >= COMMITS && !running) {
            commits = 0;
            running = true;
            world.crew()
                    .lift(
                            () -> {
                                world.store().maintain();
                                return true;
                            },
                            outcome -> running = false);
        }
    }
}

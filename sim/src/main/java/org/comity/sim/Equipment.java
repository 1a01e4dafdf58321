package org.comity.sim;

import java.time.Duration;
import java.util.List;
import org.comity.node.exchange.Receiver;

/** What a simulated node carries beside its own capabilities. */
public interface Equipment {

    /** Statements that make tables of its own where they are missing; run before every start. */
    List<String> tables();

    /** New receivers for one life of a node. */
    List<Receiver> receivers(SimNode node);

    /** How often the node pads its log; zero for never. */
    default Duration padding() {
        return Duration.ZERO;
    }

    /** A life of the node has begun: the place to listen. */
    default void started(SimNode node) {}
}

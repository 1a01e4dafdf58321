package org.comity.cli.sim;

import java.io.PrintStream;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.comity.cli.command.CommandFailed;
import org.comity.cli.command.ExitCode;
import org.comity.cli.command.Session;
import org.comity.sim.SimFailure;
import org.comity.sim.SimWorld;
import org.comity.sim.saga.Saga;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code comity sim}. */
@Command(
        name = "sim",
        description = "Run whole nodes in simulated worlds, and check every promise.",
        footer = {
            "",
            "Each seed is a world: nodes, faults, letters and lies are drawn from it, and it is the same every time.",
            "Needs no running node. Ends with 1 when a promise was broken, and says how to replay it.",
            "",
            "Example:",
            "  comity sim --seed 1 --seeds 20"
        })
public final class SimCommand implements Callable<Integer> {

    private final Session session;

    @Option(names = "--seed", paramLabel = "N", description = "The first world; 1 if not said.")
    private long seed = 1;

    @Option(names = "--seeds", paramLabel = "N", description = "How many worlds, one after the other; 1 if not said.")
    private int seeds = 1;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            description = "Honest nodes in each world, 2 to " + SimWorld.MOST_NODES + "; drawn if not said.")
    private int nodes;

    public SimCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (seeds < 1) {
            throw CommandFailed.usage(seeds + " worlds are none", "give --seeds 1 or more");
        }
        if (nodes != 0 && (nodes < 2 || nodes > SimWorld.MOST_NODES)) {
            throw CommandFailed.usage(
                    nodes + " nodes make no world", "give --nodes 2 to " + SimWorld.MOST_NODES + ", or leave it out");
        }
        PrintStream out = session.terminal().out();
        int broken = 0;
        for (long next = seed; next < seed + seeds; next++) {
            try {
                out.println(Saga.tell(next, nodes == 0 ? OptionalInt.empty() : OptionalInt.of(nodes))
                        .line());
            } catch (SimFailure e) {
                broken++;
                out.println("seed " + next + ": BROKEN: " + e.getMessage() + (nodes == 0 ? "" : " --nodes " + nodes));
            }
            out.flush();
        }
        if (broken > 0) {
            out.println(broken + " of " + seeds + " worlds ended in a broken promise");
        }
        return broken == 0 ? ExitCode.OK.number() : ExitCode.FAILED.number();
    }
}

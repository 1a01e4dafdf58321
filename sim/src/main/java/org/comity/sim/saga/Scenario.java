package org.comity.sim.saga;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.comity.sim.Chance;
import org.comity.sim.Faults;
import org.comity.sim.SimWorld;
import org.comity.sim.saga.Happening.What;

/**
 * A story before it is told: everything that is decided in advance, drawn from one seed.
 *
 * <p>Most worlds are small and short, because a world of two nodes meets as many of the bad moments in a second of computing as a
 * world of twenty in a minute; a few are large. Each kind of fault is absent from many worlds, so that a failure that needs quiet
 * in one place and trouble in another is met as well.
 *
 * @param nodes honest ones
 * @param puppets members with real keys who say what they like
 * @param degree with how many others a node is acquainted at least
 * @param length of the time in which things happen
 * @param letters written in that time
 */
record Scenario(
        long seed,
        int nodes,
        int puppets,
        int degree,
        Faults faults,
        Duration length,
        int letters,
        List<Happening> happenings) {

    private static final int LARGE = 8;

    Scenario {
        happenings = List.copyOf(happenings);
    }

    /** @param wanted how many honest nodes, if that is not to be drawn */
    static Scenario draw(long seed, OptionalInt wanted) {
        Chance chance = Chance.of(seed, "scenario");
        int drawn = nodes(chance);
        int nodes = wanted.orElse(drawn);
        boolean large = nodes >= LARGE;
        int puppets = large || chance.happens(500) ? 0 : chance.happens(750) ? 1 : 2;
        Duration length = large ? Duration.ofSeconds(20) : pick(chance, 30, 60, 60, 120, 180);
        int letters = (int) (large ? 20 : 5 + chance.below(chance.happens(200) ? 80 : 30));
        List<Happening> happenings = new ArrayList<>();
        Scenario bare =
                new Scenario(seed, nodes, puppets, large ? 2 : nodes, faults(chance), length, letters, happenings);
        bare.fill(chance, happenings);
        return new Scenario(seed, nodes, puppets, bare.degree, bare.faults, length, letters, happenings);
    }

    private static int nodes(Chance chance) {
        long kind = chance.below(100);
        if (kind < 45) {
            return 2;
        }
        if (kind < 80) {
            return 3;
        }
        if (kind < 97) {
            return 4 + (int) chance.below(3);
        }
        return LARGE + (int) chance.below(SimWorld.MOST_NODES - LARGE - 1);
    }

    private static Faults faults(Chance chance) {
        Faults faults = switch ((int) chance.below(4)) {
            case 0 -> Faults.NONE;
            case 1 -> Faults.NONE.withNetwork(Duration.ofMillis(300), Duration.ofSeconds(5), 20, 20, 20);
            case 2 -> Faults.BAD_NETWORK;
            default -> Faults.NONE.withNetwork(Duration.ofSeconds(8), Duration.ofSeconds(12), 150, 150, 150);
        };
        return faults.withDeath(pickNumber(chance, 0, 0, 0, 3, 8, 20, 50))
                .withCommitUnknown(pickNumber(chance, 0, 0, 5, 20, 60))
                .withSignerFails(pickNumber(chance, 0, 0, 0, 50, 300))
                .withStatementFails(pickNumber(chance, 0, 0, 0, 20, 150))
                .withCrew(Duration.ofMillis(pickNumber(chance, 0, 5, 50, 50, 1_000, 6_000)))
                .withLongestDown(pick(chance, 1, 5, 30, 120));
    }

    private static int pickNumber(Chance chance, int... numbers) {
        return numbers[(int) chance.below(numbers.length)];
    }

    private static Duration pick(Chance chance, int... seconds) {
        return Duration.ofSeconds(pickNumber(chance, seconds));
    }

    private void fill(Chance chance, List<Happening> happenings) {
        boolean small = nodes < LARGE;
        some(chance, happenings, What.BURST, small ? 250 : 0, 1, 20, 900);
        some(chance, happenings, What.BIG_LETTER, small ? 120 : 0, 3, 100_000, 1_000_000);
        some(chance, happenings, What.IN_VAIN, 500, 6, 0, 0);
        some(chance, happenings, What.ERASURE, 400, 5, 0, 1);
        some(chance, happenings, What.CUT, 350, 3, 0, 0);
        some(chance, happenings, What.ONE_WAY_CUT, 250, 2, 0, 0);
        some(chance, happenings, What.KILL, 400, 5, 0, 0);
        some(chance, happenings, What.DOWN, 250, 2, 0, 0);
        some(chance, happenings, What.STOP, 300, 3, 0, 0);
        some(chance, happenings, What.CLOCK_JUMP, 300, 4, -240_000, 240_000);
        some(chance, happenings, What.NEW_CARD, 250, 2, 0, 0);
        some(chance, happenings, What.ESTRANGEMENT, small ? 120 : 0, 1, 0, 0);
        some(chance, happenings, What.RESTORE, 200, 1, 0, 0);
        some(chance, happenings, What.DAMAGE, 150, 1, 0, 6);
        if (puppets > 0) {
            some(chance, happenings, What.PUPPET, 1_000, 80, 0, 1_000_000);
        }
    }

    /** In so many worlds of a thousand it happens, up to {@code most} times; drawn alike in every world, so that kinds do not shift each other. */
    private void some(
            Chance chance, List<Happening> happenings, What what, int perMille, int most, long least, long largest) {
        boolean at = chance.happens(perMille);
        long times = 1 + chance.below(most);
        for (long i = 0; i < times; i++) {
            int one = (int) chance.below(nodes);
            int other = (one + 1 + (int) chance.below(Math.max(1, nodes - 1))) % nodes;
            Happening drawn = new Happening(
                    chance.between(Duration.ZERO, length),
                    what,
                    one,
                    other,
                    chance.between(Duration.ofSeconds(1), length),
                    least + chance.below(largest - least + 1));
            if (at) {
                happenings.add(drawn);
            }
        }
    }

    /** The world in one line. */
    String summary() {
        return nodes + " nodes" + (puppets > 0 ? ", " + puppets + (puppets == 1 ? " puppet" : " puppets") : "") + ", "
                + letters + " letters, " + happenings.size() + " happenings, " + length.toSeconds() + " s";
    }
}

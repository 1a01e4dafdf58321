package org.comity.node.ledger;

import java.time.Duration;
import org.comity.node.record.Draft;
import org.comity.node.record.Kind;
import org.comity.node.record.Lane;
import org.comity.node.record.Recipient;
import org.comity.node.world.World;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills the log up with leaves that mean nothing, so that its sizes tell less of what a node did.
 *
 * <p>Who is shown two heads of a log knows how many leaves lie between them, and so about how many messages this node exchanged
 * with others. A padding leaf is a salted entry like any other; only this node can tell. Now and then, and only if anything was
 * logged since the last time, the leaves of that time are brought up to a step of a ladder, so that of what happened in between only
 * the step can be read. A node in which nothing happens adds nothing.
 *
 * <p><b>The ladder</b> is Padme (Nikitin et al., <i>Reducing Metadata Leakage from Encrypted Files and Communication with PURBs</i>,
 * PETS 2019, section 4): a number of {@code E + 1} bits keeps as many leading bits as it takes to write {@code E}, and the rest is rounded up. It
 * costs at most 12 % and less the larger the number, and leaves of any N leaves about log log N bits to be told apart. Below
 * {@value #FLOOR} it is {@value #FLOOR}: one message a time and five look alike.
 *
 * <p><b>What it does not hide.</b> Heads released between two times have the sizes that they have; a peer that looks often sees
 * when something was logged, and how much at that moment.
 *
 * <p>On the node's thread.
 */
public final class LogPadding {

    /** An own record that means nothing. */
    public static final Kind KIND = new Kind("padding");

    /** The lowest step. */
    static final int FLOOR = 16;

    /** Leaves of one work, so that others have their turns in between. */
    static final int WORK_LEAVES = 256;

    private static final Logger LOG = LoggerFactory.getLogger(LogPadding.class);
    private static final Source SOURCE = new Source("padding");
    private static final byte[] NOTHING = {};

    private final World world;
    private final Ledger ledger;
    private final Duration every;
    private long paddedTo;

    /** @param every how long the node waits between two times, more than zero; a tenth of it is left to chance */
    public LogPadding(World world, Ledger ledger, Duration every) {
        if (!every.isPositive()) {
            throw new IllegalArgumentException("padding every " + every + ", legal is more than zero");
        }
        this.world = world;
        this.ledger = ledger;
        this.every = every;
        this.paddedTo = ledger.committed().size();
    }

    /** Begins to wait. */
    public void start() {
        long spread = Math.max(1, every.toMillis() / 10);
        Duration wait = every.minusMillis(spread / 2).plusMillis(world.entropy().below(spread));
        world.schedule().at(world.clock().instant().plus(wait), this::pad);
    }

    private void pad() {
        long size = ledger.committed().size();
        long grown = size - paddedTo;
        if (grown > 0 && ledger.storage().level() == StorageGauge.Level.AMPLE) {
            // What others log while this runs counts for the next time.
            paddedTo = size;
            fill(step(grown) - grown);
        } else {
            start();
        }
    }

    private void fill(long missing) {
        if (missing == 0) {
            start();
            return;
        }
        int now = (int) Math.min(missing, WORK_LEAVES);
        ledger.submit(SOURCE, turn -> append(turn, now)).whenComplete((padded, failure) -> {
            if (failure != null) {
                // The leaves that were logged count again the next time; nobody waits for padding.
                LOG.warn("the log could not be padded: {}", failure.getMessage());
                start();
            } else {
                paddedTo += padded;
                fill(missing - padded);
            }
        });
    }

    private static int append(Turn turn, int leaves) {
        for (int i = 0; i < leaves; i++) {
            turn.append(Draft.of(KIND, Recipient.nobody(), Lane.OWN, "application/octet-stream", NOTHING));
        }
        return leaves;
    }

    /** The step of the ladder for so many leaves: the same number or the next that is allowed. */
    static long step(long leaves) {
        if (leaves < 1) {
            throw new IllegalArgumentException(leaves + " leaves, legal is 1 or more");
        }
        if (leaves <= FLOOR) {
            return FLOOR;
        }
        int exponent = 63 - Long.numberOfLeadingZeros(leaves);
        int kept = 64 - Long.numberOfLeadingZeros(exponent);
        long mask = (1L << (exponent - kept)) - 1;
        return (leaves + mask) & ~mask;
    }
}

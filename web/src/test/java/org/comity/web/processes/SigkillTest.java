package org.comity.web.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.comity.node.driver.NodeFolder;
import org.comity.node.ledger.LedgerCheck;
import org.comity.node.record.MemberId;
import org.comity.tlog.TreeHead;
import org.comity.web.processes.Journal.Acknowledged;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two nodes in processes of their own send to each other without pause, and one or the other is killed at random moments, some of them
 * while it starts. Then both books are compared.
 *
 * <p>{@code -Dkills=} sets how often, {@code -Dseed=} when.
 */
@Tag("processes")
@EnabledOnOs({OS.LINUX, OS.MAC})
class SigkillTest {

    private static final int KILLS = Integer.getInteger("kills", 10);
    private static final long SEED = Long.getLong("seed", 20_261_122L);
    private static final int WORK_SECONDS = 5;
    private static final int MOST_WORK_MILLIS = 1_000;
    private static final int MOST_START_MILLIS = 1_500;
    private static final int STARTING_EVERY = 4;
    private static final int DRAIN_SECONDS = 60;

    @TempDir
    Path temporary;

    @Test
    void losesNothingAndTakesNothingTwiceWhenKilledUnderLoad() throws Exception {
        long began = System.nanoTime();
        Random random = new Random(SEED);
        NodeFolder xa = CountingNode.create(temporary.resolve("xa"), new MemberId("XA"), Ports.free());
        NodeFolder xb = CountingNode.create(temporary.resolve("xb"), new MemberId("XB"), Ports.free());
        try (Child a = new Child(xa, xb.path().resolve(NodeFolder.CARD), temporary.resolve("journals-xa"));
                Child b = new Child(xb, xa.path().resolve(NodeFolder.CARD), temporary.resolve("journals-xb"))) {
            a.launch();
            b.launch();
            requireReady(a);
            requireReady(b);
            Tally tally = killAtRandom(random, List.of(a, b));
            finish(a, b);
            compare(a, b, tally, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began));
        }
    }

    /**
     * @param kills processes that were killed
     * @param busy of them, while receipts were coming in
     * @param starting of them, before they were ready
     */
    private record Tally(int kills, int busy, int starting) {}

    private static Tally killAtRandom(Random random, List<Child> children) throws Exception {
        int kills = 0;
        int busy = 0;
        int starting = 0;
        while (kills < KILLS) {
            Child victim = children.get(random.nextInt(children.size()));
            busy += work(victim, random.nextInt(MOST_WORK_MILLIS)) ? 1 : 0;
            victim.kill();
            kills++;
            victim.launch();
            if (kills < KILLS && random.nextInt(STARTING_EVERY) == 0) {
                victim.live(random.nextInt(MOST_START_MILLIS));
                victim.kill();
                kills++;
                starting++;
                victim.launch();
            }
            requireReady(victim);
        }
        return new Tally(kills, busy, starting);
    }

    private static void requireReady(Child child) throws InterruptedException {
        assertThat(child.reply()).isEqualTo(KilledNode.READY);
    }

    /** Lets a node run until receipts come in, and a little longer; false when none came in good time. */
    private static boolean work(Child child, int millis) throws Exception {
        long before = child.acknowledged();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WORK_SECONDS);
        while (child.acknowledged() == before && System.nanoTime() < deadline) {
            child.live(20);
        }
        child.live(millis);
        return child.acknowledged() > before;
    }

    /** Ends both in order, when nothing waits any more at either. */
    private static void finish(Child a, Child b) throws InterruptedException {
        a.tell(KilledNode.STOP);
        b.tell(KilledNode.STOP);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DRAIN_SECONDS);
        long left = waiting(a) + waiting(b);
        while (left > 0) {
            assertThat(System.nanoTime()).as("%d messages still wait", left).isLessThan(deadline);
            a.live(100);
            left = waiting(a) + waiting(b);
        }
        for (Child child : List.of(a, b)) {
            child.tell(KilledNode.END);
            assertThat(child.status()).as(child.lastWords()).isZero();
        }
    }

    private static long waiting(Child child) throws InterruptedException {
        child.tell(KilledNode.STATE);
        return Long.parseLong(child.reply());
    }

    private static void compare(Child a, Child b, Tally tally, long seconds) throws IOException {
        Books xa = Books.of(a);
        Books xb = Books.of(b);
        System.out.printf(
                Locale.ROOT,
                "seed %d: %d kills (%d while receipts came in, %d during a start), %d messages to XB, %d to XA,"
                        + " lost %d, twice %d, %d + %d heads released, logs of %d and %d leaves, %d s%n",
                SEED,
                tally.kills(),
                tally.busy(),
                tally.starting(),
                xa.sent().size(),
                xb.sent().size(),
                xa.lostAt(xb) + xb.lostAt(xa),
                xa.twice() + xb.twice(),
                heads(a).size(),
                heads(b).size(),
                xa.roots().size() - 1,
                xb.roots().size() - 1,
                seconds);
        xa.requireAllAt(xb);
        xb.requireAllAt(xa);
        requireAcknowledged(a, xb);
        requireAcknowledged(b, xa);
        xa.requireOneHistory(heads(a));
        xb.requireOneHistory(heads(b));
        xa.requireOneHistory(xb.shown());
        xb.requireOneHistory(xa.shown());
        requireWhole(a);
        requireWhole(b);
    }

    private static List<TreeHead> heads(Child child) throws IOException {
        return Journal.heads(child.journals().resolve(KilledNode.HEADS));
    }

    /** What one node wrote down as received by the other is there. */
    private static void requireAcknowledged(Child sender, Books receiver) throws IOException {
        List<Acknowledged> acknowledged = Journal.acknowledged(sender.journals().resolve(KilledNode.ACKNOWLEDGED));
        assertThat(acknowledged).isNotEmpty().doesNotHaveDuplicates();
        assertThat(new HashSet<>(receiver.counted())).containsAll(acknowledged);
    }

    /** The node itself finds its log whole: every tile, and every act opens its entry. */
    private static void requireWhole(Child child) {
        try (CountingNode node = new CountingNode(child.folder())) {
            LedgerCheck.Findings findings = node.node().ledger().checkAll();
            assertThat(findings.opened()).isEqualTo(findings.head().size());
        }
    }
}

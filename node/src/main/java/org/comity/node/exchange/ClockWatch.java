package org.comity.node.exchange;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.comity.node.record.MemberId;

/**
 * Compares this node's clock with what peers say of theirs in greetings. On the node's thread.
 *
 * <p>A peer's word about the time is a claim and blocks nothing: legal clocks start when this node received. But a clock that is wrong by
 * a day is wrong in records that others keep, so officers are told; and where most peers agree that it is ours, they are told that.
 * The time that a greeting takes on its way, seconds, is not told apart.
 */
final class ClockWatch {

    /** A difference of this much is shown. */
    static final Duration SHOWN = Duration.ofMinutes(5);

    /** A difference of this much against most peers is ours, and an alarm. */
    static final Duration OURS = Duration.ofMinutes(10);

    /** A difference of this much with any peer is an alarm. */
    static final Duration FLAGGED = Duration.ofDays(1);

    /** How long a peer's word counts. */
    private static final Duration COUNTS = Duration.ofDays(1);

    private static final int FEWEST = 2;

    private record Heard(Duration ahead, Instant at) {}

    private final ExchangeContext context;
    private final Map<MemberId, Heard> heard = new TreeMap<>();

    ClockWatch(ExchangeContext context) {
        this.context = context;
    }

    void heard(MemberId peer, Hello hello) {
        Instant now = context.world().clock().instant();
        Duration ahead = Duration.ofMillis(hello.clockMs() - now.toEpochMilli());
        heard.put(peer, new Heard(ahead, now));
        if (ahead.abs().compareTo(FLAGGED) > 0) {
            context.alarms()
                    .raise(
                            peer,
                            "the clock of " + peer + " and ours are more than a day apart: theirs is "
                                    + (ahead.isNegative() ? "behind" : "ahead"));
        }
        compareWithMost(now);
    }

    /** One peer, or a few, cannot make this node doubt its clock. */
    private void compareWithMost(Instant now) {
        heard.values().removeIf(word -> Duration.between(word.at(), now).abs().compareTo(COUNTS) > 0);
        List<Duration> sorted =
                heard.values().stream().map(Heard::ahead).sorted().toList();
        if (sorted.size() < FEWEST) {
            return;
        }
        // With more than half on one side of the mark, the one in the middle of either half is beyond it.
        Duration lower = sorted.get((sorted.size() - 1) / 2);
        Duration upper = sorted.get(sorted.size() / 2);
        if (upper.compareTo(OURS.negated()) < 0) {
            tell("ahead of");
        } else if (lower.compareTo(OURS) > 0) {
            tell("behind");
        }
    }

    private void tell(String where) {
        context.alarms()
                .raise(
                        context.me(),
                        "our clock is more than ten minutes " + where + " those of most members; set it right before"
                                + " you go on: what records say of the time stands in other members' hands");
    }

    /** How far a peer's clock was ahead of ours when it was last heard, where that is worth showing; negative when it was behind. */
    Optional<Duration> skew(MemberId peer) {
        return Optional.ofNullable(heard.get(peer))
                .map(Heard::ahead)
                .filter(ahead -> ahead.abs().compareTo(SHOWN) > 0);
    }
}

package org.comity.node.casework;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A span of time that the law or the policy sets, as it stands at a moment. Nothing ticks: it is computed when it is read.
 *
 * @param request which request it belongs to
 * @param name what it measures
 * @param started when it began; legal clocks begin when this node received what started them
 * @param due when it runs out
 * @param reminders moments before {@code due} at which someone should look, ascending
 * @param ended when what it waited for happened, if it did
 * @param source where its length comes from
 */
public record Clock(
        RequestId request,
        Name name,
        Instant started,
        Instant due,
        List<Instant> reminders,
        Optional<Instant> ended,
        Citation source) {

    public Clock {
        reminders = List.copyOf(reminders);
        if (!due.isAfter(started)) {
            throw new IllegalArgumentException(
                    "clock " + name + " is due at " + due + ", not after its start " + started);
        }
    }

    /** What is measured. */
    public enum Name {
        /** Until a person opens the request. */
        ACKNOWLEDGEMENT,
        /** Until the second officer signs what went under one signature. */
        SECOND_SIGNATURE,
        /** For how long preserved data must be kept at least. */
        PRESERVATION_MINIMUM,
        /** Until preservation ends as it was told. */
        PRESERVATION_EXPIRY,
        /** For how long a domestic order lasts before it must be renewed. */
        DOMESTIC_MAXIMUM;

        /** Lower case with hyphens, as the procedure and the faces write it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** How urgent a clock is. */
    public enum Phase {
        RUNNING,
        /** A reminder has passed. */
        REMINDING,
        OVERDUE,
        /** What it waited for happened in time. */
        MET,
        /** What it waited for happened too late. */
        MET_LATE
    }

    public Phase phase(Instant now) {
        if (ended.isPresent()) {
            return ended.get().isAfter(due) ? Phase.MET_LATE : Phase.MET;
        }
        if (!now.isBefore(due)) {
            return Phase.OVERDUE;
        }
        return reminders.stream().anyMatch(reminder -> !reminder.isAfter(now)) ? Phase.REMINDING : Phase.RUNNING;
    }

    /** The next moment at which someone should look: a reminder, or the end; empty once it ended or ran out. */
    public Optional<Instant> nextLook(Instant now) {
        if (ended.isPresent() || !now.isBefore(due)) {
            return Optional.empty();
        }
        return Optional.of(reminders.stream()
                .filter(reminder -> reminder.isAfter(now))
                .findFirst()
                .orElse(due));
    }
}

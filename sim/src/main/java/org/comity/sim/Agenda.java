package org.comity.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * All that is still to happen, in the order of time.
 *
 * <p>Events of one instant come in a drawn order: what happens at the same time at different places has no order, and a bug that needs
 * one of them should meet it in some seed. Where order is promised (the tasks of one node), {@link SimSchedule} keeps it.
 */
public final class Agenda {

    private record Event(Instant due, long draw, long number, Runnable happening) {}

    private final SimClock clock;
    private final Chance chance;
    private final PriorityQueue<Event> events = new PriorityQueue<>(
            Comparator.comparing(Event::due).thenComparingLong(Event::draw).thenComparingLong(Event::number));
    private long numbers;

    Agenda(SimClock clock, Chance chance) {
        this.clock = clock;
        this.chance = chance;
    }

    /** Something happens at this time; a time in the past means now. */
    public void at(Instant due, Runnable happening) {
        Instant time = due.isBefore(clock.instant()) ? clock.instant() : due;
        events.add(new Event(time, chance.below(1 << 20), numbers++, happening));
    }

    /** Something happens after this delay, 0 or more. */
    public void in(Duration delay, Runnable happening) {
        at(clock.instant().plus(delay), happening);
    }

    /** Lets the next thing happen, if it is due at this time or before; false when there is none. */
    boolean next(Instant until) {
        Event event = events.peek();
        if (event == null || event.due().isAfter(until)) {
            return false;
        }
        events.remove();
        clock.moveTo(event.due());
        event.happening().run();
        return true;
    }

    Instant now() {
        return clock.instant();
    }

    /** Events that still wait. */
    int size() {
        return events.size();
    }
}

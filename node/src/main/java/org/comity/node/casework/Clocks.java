package org.comity.node.casework;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The clocks of a request, computed from its moments.
 *
 * <p>What waits for the requested side begins when that side's node received the request. The requesting side shows the same clocks
 * from the time it sent, because the other node's time is only a claim here. Preservation counts from the moment that the
 * requested side states, since that is the moment which its law knows.
 */
final class Clocks {

    private final PreservationProcedure procedure;

    Clocks(PreservationProcedure procedure) {
        this.procedure = procedure;
    }

    List<Clock> of(RequestRow request) {
        List<Clock> clocks = new ArrayList<>();
        Moments moments = request.moments();
        Optional<Instant> arrived =
                request.side() == Side.REQUESTED ? Optional.of(moments.opened()) : moments.at(Moment.SENT);
        Optional<Instant> closed = moments.at(Moment.CLOSED);
        if (arrived.isPresent()) {
            clocks.add(
                    clock(request, Clock.Name.ACKNOWLEDGEMENT, arrived.get(), first(moments.at(Moment.SEEN), closed)));
            if (request.signatures() == SignatureStatus.SECOND_DUE
                    || moments.at(Moment.SECOND_SIGNED).isPresent()) {
                clocks.add(clock(
                        request,
                        Clock.Name.SECOND_SIGNATURE,
                        arrived.get(),
                        first(moments.at(Moment.SECOND_SIGNED), closed)));
            }
        }
        moments.at(Moment.PRESERVED).ifPresent(preserved -> addPreservation(clocks, request, preserved, closed));
        clocks.sort(Comparator.comparing(Clock::due).thenComparing(Clock::name));
        return clocks;
    }

    private void addPreservation(List<Clock> clocks, RequestRow request, Instant preserved, Optional<Instant> closed) {
        Moments moments = request.moments();
        Instant renewed = moments.at(Moment.RENEWED).orElse(preserved);
        Clock minimum = clock(request, Clock.Name.PRESERVATION_MINIMUM, preserved, closed);
        boolean extended = renewed.isAfter(preserved);
        clocks.add(extended ? endedAt(minimum, renewed) : minimum);
        moments.at(Moment.EXPIRES).ifPresent(expires -> {
            // News of an extension may arrive after the extended span itself has passed.
            Instant started = expires.isAfter(renewed) ? renewed : preserved;
            clocks.add(new Clock(
                    request.id(),
                    Clock.Name.PRESERVATION_EXPIRY,
                    started,
                    expires,
                    reminders(started, expires),
                    closed,
                    minimum.source()));
        });
        if (request.side() == Side.REQUESTED) {
            clocks.add(clock(request, Clock.Name.DOMESTIC_MAXIMUM, renewed, closed));
        }
    }

    /** An extension replaces the reminders of the first span by those of the new expiry. */
    private static Clock endedAt(Clock clock, Instant renewed) {
        Optional<Instant> ended = first(Optional.of(renewed), clock.ended());
        return new Clock(
                clock.request(), clock.name(), clock.started(), clock.due(), clock.reminders(), ended, clock.source());
    }

    /** Counted back from the expiry as the minimum counts them back from its own end, as far as they fall into the span. */
    private List<Instant> reminders(Instant from, Instant expires) {
        PreservationProcedure.Term term = procedure.term(Clock.Name.PRESERVATION_MINIMUM);
        return term.reminders().stream()
                .map(reminder -> expires.minus(term.length().minus(reminder)))
                .filter(at -> at.isAfter(from))
                .sorted()
                .toList();
    }

    private Clock clock(RequestRow request, Clock.Name name, Instant started, Optional<Instant> ended) {
        PreservationProcedure.Term term = procedure.term(name);
        return new Clock(
                request.id(),
                name,
                started,
                started.plus(term.length()),
                term.reminders().stream().sorted().map(started::plus).toList(),
                ended,
                term.citation());
    }

    private static Optional<Instant> first(Optional<Instant> a, Optional<Instant> b) {
        return a.isPresent() && b.isPresent()
                ? Optional.of(a.get().isBefore(b.get()) ? a.get() : b.get())
                : a.or(() -> b);
    }
}

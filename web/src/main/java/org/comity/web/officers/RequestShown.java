package org.comity.web.officers;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.comity.node.access.OfficerId;
import org.comity.node.access.Role;
import org.comity.node.casework.Answer;
import org.comity.node.casework.CaseFile;
import org.comity.node.casework.CaseId;
import org.comity.node.casework.Clock;
import org.comity.node.casework.DraftView;
import org.comity.node.casework.PreservationRequest;
import org.comity.node.casework.RequestSummary;
import org.comity.node.casework.RequestView;
import org.comity.node.casework.TimelineEntry;
import org.comity.node.record.Annex;
import org.comity.node.record.AuthorityId;
import org.comity.node.record.MemberId;
import org.comity.node.record.Ref;
import org.comity.tlog.Hash;

/** All that is known here of one request, for people and their programs. */
record RequestShown(
        Summary summary,
        Optional<PreservationRequest> request,
        List<Annex> annexes,
        Optional<String> ownReference,
        Optional<Place> root,
        List<Advice> advisedMissing,
        List<String> steeredTexts,
        List<Line> timeline,
        Optional<Waiting> draft,
        List<ClockShown> clocks) {

    static RequestShown of(RequestView view, Instant now) {
        return new RequestShown(
                Summary.of(view.summary()),
                view.request(),
                view.annexes(),
                view.ownReference(),
                view.root().map(Place::of),
                view.advisedMissing().stream()
                        .map(missing ->
                                new Advice(missing.field(), missing.citation().toString()))
                        .toList(),
                view.steeredTexts(),
                view.timeline().stream().map(Line::of).toList(),
                view.draft().map(Waiting::of),
                view.clocks().stream().map(clock -> ClockShown.of(clock, now)).toList());
    }

    record Advice(String field, String source) {}

    /** Where a record stands. */
    record Place(String origin, long index, Hash entry) {
        static Place of(Ref ref) {
            return new Place(ref.origin(), ref.index(), ref.entry());
        }
    }

    record Summary(
            String id,
            String caseId,
            String side,
            String state,
            MemberId peer,
            AuthorityId from,
            Optional<AuthorityId> to,
            String urgency,
            Optional<String> title,
            String signatures,
            Optional<String> delivery,
            Map<String, Instant> moments) {

        static Summary of(RequestSummary summary) {
            Map<String, Instant> moments = new TreeMap<>();
            summary.moments().times().forEach((moment, at) -> moments.put(word(moment), at));
            return new Summary(
                    summary.id().toString(),
                    summary.caseId().toString(),
                    word(summary.side()),
                    summary.state().word(),
                    summary.peer(),
                    summary.from(),
                    summary.to(),
                    word(summary.urgency()),
                    summary.title(),
                    word(summary.signatures()),
                    summary.delivery().map(RequestShown::word),
                    moments);
        }
    }

    record Line(
            long number,
            String request,
            Instant at,
            String event,
            String state,
            String actor,
            Optional<String> officer,
            Optional<Place> message,
            Optional<String> delivery,
            String note,
            Optional<Answer> answer) {

        static Line of(TimelineEntry entry) {
            return new Line(
                    entry.number(),
                    entry.request().toString(),
                    entry.at(),
                    entry.event(),
                    entry.state().word(),
                    word(entry.actor()),
                    entry.officer().map(OfficerId::text),
                    entry.message().map(Place::of),
                    entry.delivery().map(RequestShown::word),
                    entry.note(),
                    entry.answer());
        }
    }

    /** A message that waits for signatures. */
    record Waiting(
            String request,
            Optional<String> title,
            String kind,
            MemberId to,
            String author,
            long revision,
            Instant changed,
            List<String> signedBy,
            int needed,
            List<String> roles,
            Optional<Instant> sentAlone) {

        static Waiting of(DraftView draft) {
            return new Waiting(
                    draft.request().toString(),
                    draft.title(),
                    draft.kind().text(),
                    draft.to(),
                    draft.author().text(),
                    draft.revision(),
                    draft.changed(),
                    draft.signedBy().stream().map(OfficerId::text).toList(),
                    draft.needed(),
                    Role.words(draft.roles()),
                    draft.sentAlone());
        }
    }

    record ClockShown(
            String request,
            String name,
            Instant started,
            Instant due,
            List<Instant> reminders,
            Optional<Instant> ended,
            String phase,
            String source) {

        static ClockShown of(Clock clock, Instant now) {
            return new ClockShown(
                    clock.request().toString(),
                    clock.name().word(),
                    clock.started(),
                    clock.due(),
                    clock.reminders(),
                    clock.ended(),
                    word(clock.phase(now)),
                    clock.source().toString());
        }
    }

    /** A case with all its requests. */
    record CaseShown(String id, Instant opened, List<Summary> requests, List<Line> timeline, List<ClockShown> clocks) {

        static CaseShown of(CaseFile file, List<Clock> clocks, Instant now) {
            CaseId id = file.id();
            return new CaseShown(
                    id.toString(),
                    file.opened(),
                    file.requests().stream().map(Summary::of).toList(),
                    file.timeline().stream().map(Line::of).toList(),
                    clocks.stream().map(clock -> ClockShown.of(clock, now)).toList());
        }
    }

    /** Lower case with hyphens, as all closed sets are written on this face. */
    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

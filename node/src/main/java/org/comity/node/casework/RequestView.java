package org.comity.node.casework;

import java.util.List;
import java.util.Optional;
import org.comity.node.record.Annex;
import org.comity.node.record.Ref;

/**
 * All that is known here of one request.
 *
 * @param request the body; empty once the case is erased
 * @param annexes documents that came with it
 * @param ownReference file reference of the requesting authority
 * @param root the message that carried it, once sent
 * @param advisedMissing fields that the procedure advises and the request leaves out
 * @param steeredTexts names of its free texts that hold characters steering the direction of writing
 * @param timeline what happened to it, oldest first
 * @param draft a message about it that waits for signatures
 * @param clocks as of the time of reading, by due time
 */
public record RequestView(
        RequestSummary summary,
        Optional<PreservationRequest> request,
        List<Annex> annexes,
        Optional<String> ownReference,
        Optional<Ref> root,
        List<PreservationProcedure.Requirement> advisedMissing,
        List<String> steeredTexts,
        List<TimelineEntry> timeline,
        Optional<DraftView> draft,
        List<Clock> clocks) {

    public RequestView {
        annexes = List.copyOf(annexes);
        advisedMissing = List.copyOf(advisedMissing);
        steeredTexts = List.copyOf(steeredTexts);
        timeline = List.copyOf(timeline);
        clocks = List.copyOf(clocks);
    }
}

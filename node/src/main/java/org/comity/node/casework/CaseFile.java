package org.comity.node.casework;

import java.time.Instant;
import java.util.List;

/**
 * A case with all its requests on one timeline.
 *
 * @param keyId the name under which its records and evidence lie at rest
 * @param opened when, by this node's clock
 * @param requests oldest first
 * @param timeline oldest first
 */
public record CaseFile(
        CaseId id, String keyId, Instant opened, List<RequestSummary> requests, List<TimelineEntry> timeline) {

    public CaseFile {
        requests = List.copyOf(requests);
        timeline = List.copyOf(timeline);
    }
}

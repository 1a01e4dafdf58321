package org.comity.node.casework;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.comity.node.access.OfficerId;
import org.comity.node.record.Approval;

/** A waiting message with the signatures it has so far, in the order given. */
record DraftRow(
        RequestId request,
        OfficerId officer,
        long revision,
        Instant changed,
        Optional<Instant> sentAlone,
        StoredDraft content,
        List<Given> given) {

    /** One officer's signature. */
    record Given(OfficerId officer, Approval approval) {}

    DraftRow {
        given = List.copyOf(given);
    }

    List<Approval> approvals() {
        return given.stream().map(Given::approval).toList();
    }
}

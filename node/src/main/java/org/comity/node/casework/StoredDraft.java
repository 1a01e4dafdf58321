package org.comity.node.casework;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.comity.node.record.Annex;
import org.comity.node.record.Approval;
import org.comity.node.record.AuthorityId;
import org.comity.node.record.Draft;
import org.comity.node.record.JsonBody;
import org.comity.node.record.Kind;
import org.comity.node.record.MemberId;
import org.comity.node.record.Recipient;
import org.comity.node.record.Ref;
import org.comity.node.record.Urgency;

/** A message that waits for signatures, as it is kept: enough to build the same record draft again, byte for byte of its body. */
record StoredDraft(
        Kind kind,
        MemberId to,
        AuthorityId fromAuthority,
        Optional<AuthorityId> toAuthority,
        Urgency urgency,
        String ownReference,
        Optional<String> foreignReference,
        List<Annex> annexes,
        List<Ref> refs,
        String body) {

    StoredDraft {
        annexes = List.copyOf(annexes);
        refs = List.copyOf(refs);
    }

    /** The record draft, to be signed or sent. */
    Draft toDraft(String keyId, List<Approval> approvals) {
        Draft draft = Draft.of(kind, Recipient.one(to), RequestRow.lane(urgency), JsonBody.MEDIA_TYPE, bodyBytes())
                .withFromAuthority(fromAuthority)
                .withUrgency(urgency)
                .withOwnReference(ownReference)
                .withCaseId(keyId);
        if (toAuthority.isPresent()) {
            draft = draft.withToAuthority(toAuthority.get());
        }
        if (foreignReference.isPresent()) {
            draft = draft.withForeignReference(foreignReference.get());
        }
        for (Annex annex : annexes) {
            draft = draft.withAnnex(annex);
        }
        for (Ref ref : refs) {
            draft = draft.withRef(ref);
        }
        for (Approval approval : approvals) {
            draft = draft.withApproval(approval);
        }
        return draft;
    }

    byte[] bodyBytes() {
        return body.getBytes(StandardCharsets.UTF_8);
    }
}

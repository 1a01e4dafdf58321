package org.comity.node.evidence;

import java.util.List;
import org.comity.node.record.AuthorityId;
import org.comity.node.record.Draft;
import org.comity.node.record.JsonBody;
import org.comity.node.record.Kind;
import org.comity.node.record.Lane;
import org.comity.node.record.Recipient;
import org.comity.node.record.Ref;

/**
 * What this room is told about its node.
 *
 * @param authority in whose name the node itself acts on evidence
 * @param place where the vault is, for the chain of custody
 * @param tool program and version, for the chain of custody
 * @param fetchOnArrivalBytes offers of files up to this length are fetched as they arrive; longer ones wait for an officer; 0 means
 *     that all wait
 */
public record EvidenceSettings(AuthorityId authority, String place, String tool, long fetchOnArrivalBytes) {
    public EvidenceSettings {
        if (fetchOnArrivalBytes < 0) {
            throw new IllegalArgumentException(
                    "fetchOnArrivalBytes is " + fetchOnArrivalBytes + ", legal is 0 or more");
        }
    }

    /** The node's own hand, when no officer is at work. */
    Handling byNode(String note) {
        return new Handling("node", place, tool, "", note);
    }

    Draft draft(Kind kind, Recipient recipient, Lane lane, byte[] body, String caseId, List<Ref> refs) {
        Draft draft = Draft.of(kind, recipient, lane, JsonBody.MEDIA_TYPE, body)
                .withFromAuthority(authority)
                .withCaseId(caseId);
        for (Ref ref : refs) {
            draft = draft.withRef(ref);
        }
        return draft;
    }
}

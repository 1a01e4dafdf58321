package org.comity.node.casework;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.comity.node.access.OfficerId;
import org.comity.node.access.Role;
import org.comity.node.record.Kind;
import org.comity.node.record.MemberId;

/**
 * A message that waits for signatures.
 *
 * @param request the request it is, or answers
 * @param title title of the offence; empty once the case is erased
 * @param kind what is sent when the signatures stand
 * @param to the member it goes to
 * @param author who wrote it last
 * @param revision how often it was written, from 1
 * @param changed when it was written last
 * @param signedBy who signed, in the order given
 * @param needed how many different officers must sign
 * @param roles in any of which they may sign
 * @param sentAlone when it went under one signature, after which only the missing signature is waited for
 */
public record DraftView(
        RequestId request,
        Optional<String> title,
        Kind kind,
        MemberId to,
        OfficerId author,
        long revision,
        Instant changed,
        List<OfficerId> signedBy,
        int needed,
        Set<Role> roles,
        Optional<Instant> sentAlone) {

    public DraftView {
        signedBy = List.copyOf(signedBy);
        roles = Set.copyOf(roles);
    }
}

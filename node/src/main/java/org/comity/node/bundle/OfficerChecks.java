package org.comity.node.bundle;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.comity.node.access.ApprovalRefused;
import org.comity.node.access.Approvals;
import org.comity.node.access.Ed25519Key;
import org.comity.node.access.OfficerKey;
import org.comity.node.access.Role;
import org.comity.node.access.SignatureRefused;
import org.comity.node.record.Act;
import org.comity.node.record.Approval;
import org.comity.node.record.JsonBody;
import org.comity.node.record.Kind;
import org.comity.node.record.MalformedRecord;
import org.comity.node.record.Urgency;
import tools.jackson.databind.JsonNode;

/**
 * Checks that people stand behind the acts that need them.
 *
 * <p>A request that compels somebody needs the signatures of two different officers, whose keys the sender's card shows. In an
 * emergency one officer may send alone; the second signature follows in an {@code approval.late} message, made over the very
 * statement of the request.
 */
final class OfficerChecks {

    private record Signing(int needed, Set<Role> roles) {}

    private static final Kind REQUEST = new Kind("preservation.request");
    private static final Kind LATE = new Kind("approval.late");

    private static final Map<Kind, Signing> SIGNINGS = Map.of(
            REQUEST,
            new Signing(2, Set.of(Role.APPROVER, Role.CENTRAL_AUTHORITY, Role.CONTACT_POINT)),
            new Kind("preservation.accepted"),
            new Signing(1, Set.of(Role.APPROVER, Role.CENTRAL_AUTHORITY, Role.CONTACT_POINT, Role.EXECUTING_OFFICER)),
            new Kind("preservation.refused"),
            new Signing(1, Set.of(Role.APPROVER, Role.CENTRAL_AUTHORITY)),
            Recognition.KIND,
            new Signing(2, Set.of(Role.APPROVER, Role.CENTRAL_AUTHORITY)));

    private final Keyring keys;
    private final Collection<BundledMessage> messages;

    OfficerChecks(Keyring keys, Collection<BundledMessage> messages) {
        this.keys = keys;
        this.messages = messages;
    }

    /**
     * Checks an act of any kind.
     *
     * @return what was found, in words; empty if this kind needs nobody
     * @throws BundleRefused if it needs officers and has not enough, or one of their signatures does not hold
     */
    Optional<String> check(String file, ProvenRecord proven) {
        Act act = proven.act();
        Signing signing = SIGNINGS.get(act.kind());
        if (signing == null) {
            return Optional.empty();
        }
        boolean alone = act.kind().equals(REQUEST)
                && act.urgency() == Urgency.EMERGENCY
                && act.approvals().size() == 1;
        try {
            if (signing.needed() == 2 && !alone) {
                Approvals.requireTwo(act, signing.roles(), id -> keys.officer(act.sender(), id));
            } else {
                Approvals.requireOne(act, signing.roles(), id -> keys.officer(act.sender(), id));
            }
        } catch (ApprovalRefused e) {
            throw new BundleRefused(file, "is not carried by officers: " + BundleRefused.told(e), e);
        }
        String by = act.approvals().stream()
                .map(a -> a.role() + " " + a.officerKeyId().hex().substring(0, 8))
                .collect(Collectors.joining(" and "));
        return Optional.of(
                alone
                        ? "sent in an emergency by " + by + " alone, " + late(file, proven, signing)
                        : "approved by " + by);
    }

    private String late(String file, ProvenRecord request, Signing signing) {
        Set<Object> officers = new HashSet<>();
        request.act().approvals().forEach(approval -> officers.add(approval.officerKeyId()));
        for (BundledMessage message : messages) {
            Act act = message.message().act();
            if (act.kind().equals(LATE) && act.sender().equals(request.act().sender()) && names(act, request)) {
                for (Approval approval : act.approvals()) {
                    requireSigned(file, request.act(), approval, signing.roles());
                    officers.add(approval.officerKeyId());
                }
            }
        }
        return officers.size() > 1 ? "a second officer signed later" : "no second signature is in this bundle";
    }

    private void requireSigned(String file, Act request, Approval approval, Set<Role> fitting) {
        OfficerKey key = keys.officer(request.sender(), approval.officerKeyId())
                .orElseThrow(() ->
                        new BundleRefused(file, "is approved late by a key that is on no card of " + request.sender()));
        boolean fits = key.isValidAt(approval.timeMs())
                && key.algorithm() == approval.algorithm()
                && Role.words(fitting).contains(approval.role())
                && Role.words(key.roles()).contains(approval.role());
        if (!fits) {
            throw new BundleRefused(
                    file, "is approved late by a key that may not sign as " + approval.role() + " at that time");
        }
        try {
            Ed25519Key.verify(key.publicKey(), request.statement(approval).bytes(), approval.signature());
        } catch (SignatureRefused e) {
            throw new BundleRefused(file, "has a late approval that is not over this request", e);
        }
    }

    /** Whether the body of a late approval names the place and entry of this record. */
    private static boolean names(Act late, ProvenRecord request) {
        try {
            JsonNode body = JsonBody.read(late.body(), JsonNode.class);
            JsonNode index = body.path("index");
            return body.path("origin").isString()
                    && body.path("origin").asString().equals(request.act().origin())
                    && index.isIntegralNumber()
                    && index.asLong() == request.index()
                    && body.path("entry").isString()
                    && body.path("entry").asString().equals(request.entry().hex());
        } catch (MalformedRecord e) {
            return false;
        }
    }
}

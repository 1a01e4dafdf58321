package org.comity.node.casework;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.comity.node.access.Officer;
import org.comity.node.access.OfficerKey;
import org.comity.node.access.Role;
import org.comity.node.exchange.Sending;
import org.comity.node.ledger.Erased;
import org.comity.node.ledger.Logged;
import org.comity.node.ledger.Refused;
import org.comity.node.ledger.Turn;
import org.comity.node.record.MemberId;
import org.comity.node.record.Realm;
import org.comity.node.record.Ref;
import org.comity.node.store.Sql;
import org.comity.tlog.Hash;

/** What drafting, answering and receiving share: where this node stands, its tables, and the sentences of common refusals. */
record Desk(
        Realm realm,
        MemberId own,
        Sending sending,
        CaseworkTables tables,
        CaseworkLists lists,
        OfficerKeyLookup officers,
        PreservationProcedure procedure) {

    /** Roles that do casework. Auditors read and administrators run the node; neither writes in a case. */
    private static final Set<Role> WORKING =
            EnumSet.of(Role.DRAFTER, Role.APPROVER, Role.EXECUTING_OFFICER, Role.CONTACT_POINT, Role.CENTRAL_AUTHORITY);

    Function<Hash, Optional<OfficerKey>> keysOf(MemberId member) {
        return id -> officers.key(member, id);
    }

    void requireWorking(Officer officer) throws Refused {
        if (!officer.hasAny(WORKING)) {
            throw new Refused(
                    Refused.Code.NOT_ALLOWED,
                    "officer " + officer.id() + " has the roles " + Role.words(officer.roles()) + ", needed is one of "
                            + Role.words(WORKING),
                    "ask an administrator for a role that works on cases");
        }
    }

    RequestRow require(Sql sql, RequestId id) throws Refused {
        return lists.request(sql, id)
                .orElseThrow(() -> new Refused(
                        Refused.Code.NOT_FOUND, "no request is named " + id, "look the name up in the lists"));
    }

    DraftRow requireDraft(Sql sql, RequestRow request) throws Refused {
        try {
            return tables.draft(sql, request)
                    .orElseThrow(() -> new Refused(
                            Refused.Code.NOT_FOUND,
                            "nothing of request " + request.id() + " waits for a signature",
                            "look at the list of drafts"));
        } catch (Erased e) {
            throw erased(request);
        }
    }

    /** The state after an officer's act, or the sentence why it cannot be done now. */
    PreservationState requireNext(RequestRow request, PreservationEvent event) throws Refused {
        if (event.by().isPresent() && event.by().get() != request.side()) {
            throw new Refused(
                    Refused.Code.WRONG_STATE,
                    "request " + request.id() + " was " + (request.side() == Side.REQUESTING ? "sent" : "received")
                            + " here; only the other side can " + event.word(),
                    "look at the request for what this side can do");
        }
        return PreservationTransitions.next(request.state(), event)
                .orElseThrow(() -> new Refused(
                        Refused.Code.WRONG_STATE,
                        "request " + request.id() + " is " + request.state().word() + ", in which nobody can "
                                + event.word(),
                        "look at the timeline of the case for what happened"));
    }

    /** Writes down an expiry that has passed, before anything else happens to the request. */
    RequestRow settleExpiry(Turn turn, RequestRow request, Instant at) {
        if (!request.hasExpired(at)) {
            return request;
        }
        PreservationState to = PreservationTransitions.next(request.state(), PreservationEvent.EXPIRE)
                .orElseThrow();
        Instant expiry = request.moments().at(Moment.EXPIRES).orElseThrow();
        RequestRow expired = request.with(to, request.moments().with(Moment.CLOSED, expiry));
        tables.update(turn, expired);
        tables.addEvent(turn, expired, NewEvent.time(PreservationEvent.EXPIRE.word()));
        dropDraft(turn, expired);
        return expired;
    }

    /** A request that is over needs no more signatures; what waited for some falls visibly. */
    void dropDraft(Turn turn, RequestRow request) {
        if (tables.hasDraft(turn.sql(), request)) {
            int signatures = tables.dropDraft(turn, request);
            tables.addEvent(
                    turn, request, NewEvent.time("discarded").withNote("the request is over" + fallen(signatures)));
        }
    }

    /** How many signatures fell, for a note; empty when there were none. */
    static String fallen(int signatures) {
        return switch (signatures) {
            case 0 -> "";
            case 1 -> "; 1 signature fell";
            default -> "; " + signatures + " signatures fell";
        };
    }

    Refused erased(RequestRow request) {
        return new Refused(
                Refused.Code.NOT_FOUND,
                "the content of request " + request.id() + " is erased",
                "its entries in the log still prove that it existed");
    }

    static Refused invalid(IllegalArgumentException why) {
        return new Refused(
                Refused.Code.INVALID,
                why.getMessage() == null ? "a value is not legal" : why.getMessage(),
                "correct the value and try again");
    }

    static Ref message(Logged logged) {
        return new Ref("message", logged.act().origin(), logged.index(), logged.entry());
    }
}

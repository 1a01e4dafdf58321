package org.comity.node.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comity.node.ledger.Refused;
import org.comity.node.record.MemberId;
import org.comity.node.record.Ref;

/**
 * Under what an item is offered.
 *
 * @param request the message of the recipient that this answers, if any
 * @param consent the message in which the item's source consents to the transfer, if it came from a third member
 * @param terms what binds the recipient; the terms this node received the item under are added
 */
public record OfferTerms(Optional<Ref> request, Optional<Ref> consent, Terms terms) {

    /** References of the message: the request names the case, the consent itself. */
    List<Ref> refs() {
        List<Ref> refs = new ArrayList<>();
        request.ifPresent(r -> refs.add(new Ref("case", r.origin(), r.index(), r.entry())));
        consent.ifPresent(r -> refs.add(new Ref("consent", r.origin(), r.index(), r.entry())));
        return refs;
    }

    /**
     * The terms for a recipient, never looser than those the item came under.
     *
     * @throws Refused when the item's source has not allowed a third member to have it
     */
    Terms binding(ItemDetail detail, MemberId recipient) throws Refused {
        if (detail.source().isEmpty()) {
            return terms;
        }
        MemberId source = detail.source().get();
        Terms given = detail.terms();
        boolean third = !source.equals(recipient);
        if (third && given.onward() == Onward.FORBIDDEN) {
            throw new Refused(
                    Refused.Code.NOT_ALLOWED,
                    source + " sent this item and forbade its transfer to a third member such as " + recipient,
                    "ask " + source + " to offer it to " + recipient + " itself");
        }
        if (third && given.onward() == Onward.WITH_CONSENT && consent.isEmpty()) {
            throw new Refused(
                    Refused.Code.NOT_ALLOWED,
                    source + " sent this item and wants to be asked before " + recipient + " has it",
                    "ask " + source + " for consent, and name its message");
        }
        List<String> limits = new ArrayList<>(given.useLimits());
        terms.useLimits().stream().filter(limit -> !limits.contains(limit)).forEach(limits::add);
        Onward onward = terms.onward().compareTo(given.onward()) < 0 ? terms.onward() : given.onward();
        String conditions = given.conditions().isEmpty() || terms.conditions().isEmpty()
                ? given.conditions() + terms.conditions()
                : given.conditions() + "\n" + terms.conditions();
        return new Terms(limits, onward, conditions);
    }
}

package org.comity.node.casework;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.comity.node.access.OfficerId;
import org.comity.node.record.Ref;

/**
 * One line of a case's timeline.
 *
 * @param number place in the case's timeline, from 1 without gaps
 * @param request the request it concerns
 * @param at when, by this node's clock
 * @param event what happened, lower-case words with hyphens
 * @param state of the request afterwards
 * @param actor who did it
 * @param officer pseudonym of this node's officer, where one acted
 * @param message the record that carried it, where there was one; its relation is {@code message}
 * @param delivery how far it got, where it is a message of this node
 * @param note a remark made by the program, or empty
 * @param answer what was told, where something was and is not erased
 */
public record TimelineEntry(
        long number,
        RequestId request,
        Instant at,
        String event,
        PreservationState state,
        Actor actor,
        Optional<OfficerId> officer,
        Optional<Ref> message,
        Optional<DeliveryState> delivery,
        String note,
        Optional<Answer> answer) {

    /** Who made something happen. */
    public enum Actor {
        OWN,
        PEER,
        TIME;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Actor ofWord(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }
}

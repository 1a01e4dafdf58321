package org.comity.node.casework;

import java.util.Optional;
import org.comity.node.access.OfficerId;
import org.comity.node.record.Ref;

/** A line about to be written into a timeline. */
record NewEvent(
        String event,
        TimelineEntry.Actor actor,
        Optional<OfficerId> officer,
        Optional<Ref> message,
        String note,
        Optional<byte[]> body) {

    static NewEvent own(String event, OfficerId officer) {
        return new NewEvent(
                event, TimelineEntry.Actor.OWN, Optional.of(officer), Optional.empty(), "", Optional.empty());
    }

    static NewEvent peer(String event, Ref message) {
        return new NewEvent(
                event, TimelineEntry.Actor.PEER, Optional.empty(), Optional.of(message), "", Optional.empty());
    }

    static NewEvent time(String event) {
        return new NewEvent(event, TimelineEntry.Actor.TIME, Optional.empty(), Optional.empty(), "", Optional.empty());
    }

    NewEvent withMessage(Ref ref) {
        return new NewEvent(event, actor, officer, Optional.of(ref), note, body);
    }

    NewEvent withNote(String text) {
        return new NewEvent(event, actor, officer, message, text, body);
    }

    NewEvent withBody(byte[] bytes) {
        return new NewEvent(event, actor, officer, message, note, Optional.of(bytes));
    }
}

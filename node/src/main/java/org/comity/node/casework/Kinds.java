package org.comity.node.casework;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.comity.node.record.Kind;

/** The kinds of message of this capability, each named once, in {@link PreservationEvent}. */
final class Kinds {

    static final Kind REQUEST = PreservationEvent.SEND.message().orElseThrow();
    static final Kind SEEN = PreservationEvent.SEE.message().orElseThrow();
    static final Kind LATE_APPROVAL =
            PreservationEvent.SUPPLY_SIGNATURE.message().orElseThrow();

    private Kinds() {}

    static Set<Kind> all() {
        return Stream.of(PreservationEvent.values())
                .map(PreservationEvent::message)
                .flatMap(Optional::stream)
                .collect(Collectors.toUnmodifiableSet());
    }
}

package org.comity.node.casework;

import java.util.Optional;
import java.util.Set;
import org.comity.node.record.MemberId;

/**
 * Which requests are wanted.
 *
 * @param states any of these as of now; all when empty
 * @param peer with this member on the other side; with any when empty
 */
public record RequestFilter(Set<PreservationState> states, Optional<MemberId> peer) {

    public static final RequestFilter ALL = new RequestFilter(Set.of(), Optional.empty());

    public RequestFilter {
        states = Set.copyOf(states);
    }

    public static RequestFilter in(PreservationState... states) {
        return new RequestFilter(Set.of(states), Optional.empty());
    }
}

package org.comity.node.exchange;

import java.util.Optional;
import org.comity.node.world.WitnessTransport;
import org.comity.tlog.Policy;

/**
 * Whose cosignatures make a message <em>witnessed</em>, and how to reach witnesses that are no members.
 *
 * @param policy the operator's, as C2SP tlog-policy; its log lines play no part. Empty: one recognised member other than the recipient
 * @param transport the road to witnesses of the policy that have a URL and are no members
 */
public record WitnessSettings(Optional<Policy> policy, WitnessTransport transport) {

    /** No policy of the operator, and no witness but members. */
    public static WitnessSettings standard() {
        return of(Optional.empty());
    }

    /** A policy, and no road yet to witnesses that are no members. */
    public static WitnessSettings of(Optional<Policy> policy) {
        return new WitnessSettings(policy, WitnessTransport.none());
    }

    /** The same policy over a road to witnesses that are no members. */
    public WitnessSettings over(WitnessTransport road) {
        return new WitnessSettings(policy, road);
    }
}

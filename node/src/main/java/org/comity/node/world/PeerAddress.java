package org.comity.node.world;

import java.net.URI;
import java.util.List;
import java.util.Set;
import org.comity.node.record.MemberId;

/**
 * Where a peer's node answers, as its card says.
 *
 * @param member whose node it is
 * @param urls https addresses in order of preference, without a trailing slash
 * @param pins the TLS keys of which one must answer: the current one and the next
 */
public record PeerAddress(MemberId member, List<URI> urls, Set<Pin> pins) {

    public PeerAddress {
        urls = List.copyOf(urls);
        pins = Set.copyOf(pins);
        if (pins.isEmpty()) {
            throw new IllegalArgumentException(
                    "an address of " + member + " without a TLS pin: nobody could be recognised there");
        }
    }
}

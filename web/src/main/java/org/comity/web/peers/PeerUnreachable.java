package org.comity.web.peers;

import java.io.IOException;

/** There is no answer of a peer, and the message says for an operator why, address by address. */
public final class PeerUnreachable extends IOException {

    public PeerUnreachable(String why) {
        super(why);
    }

    public PeerUnreachable(String why, Throwable cause) {
        super(why, cause);
    }
}

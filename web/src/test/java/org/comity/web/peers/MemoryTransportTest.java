package org.comity.web.peers;

import java.net.URI;
import org.comity.node.world.PeerTransport;
import org.comity.web.TlsIdentity;

class MemoryTransportTest extends PeerTransportContract {

    private final MemoryNetwork network = new MemoryNetwork(schedule, BODY_LIMIT);

    @Override
    URI offer(ScriptedFace offered, TlsIdentity key) {
        return network.offer(offered, key.pin());
    }

    @Override
    PeerTransport transport(TlsIdentity caller) {
        return network.transport(caller.pin());
    }

    @Override
    URI deadEnd() {
        return URI.create("https://nobody.invalid");
    }
}

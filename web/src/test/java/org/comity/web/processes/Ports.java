package org.comity.web.processes;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A card names its port before anything listens there, and a killed node comes back to it. So the port is below those that systems
 * give to outgoing connections (from 32768 on Linux, 49152 elsewhere), where none of them can take it meanwhile.
 */
final class Ports {

    private static final int LOWEST = 15_000;
    private static final int BEHIND = 32_000;
    private static final int TRIES = 200;

    private Ports() {}

    /** A port that was free a moment ago. */
    static int free() throws IOException {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, BEHIND);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException e) {
                continue;
            }
        }
        throw new IOException("none of " + TRIES + " ports was free");
    }
}

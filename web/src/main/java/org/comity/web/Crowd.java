package org.comity.web;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Bounds how many connections one party has: strangers in the handshake by their address, members after it by their key.
 *
 * <p>The server as a whole takes a bounded number. Without a share for each, one stranger who opens connections and says nothing, or
 * one member, would take them all. Of IPv6 the first 64 bits count as the address, since whoever has one has all of those.
 *
 * <p>Nobody reports when a connection ends, so ended ones are found when a share is full.
 */
public final class Crowd {

    private static final int IPV6_NETWORK_BYTES = 8;
    private static final int SWEEP_AT = 4_096;

    private final ReentrantLock lock = new ReentrantLock();
    private final Share handshakes;
    private final Share connections;

    /**
     * @param handshakesOfOneAddress connections of one address in the handshake at once, from 1
     * @param connectionsOfOneKey connections of one key after it, from 1
     */
    public Crowd(int handshakesOfOneAddress, int connectionsOfOneKey) {
        if (handshakesOfOneAddress < 1 || connectionsOfOneKey < 1) {
            throw new IllegalArgumentException("shares of " + handshakesOfOneAddress + " handshakes and "
                    + connectionsOfOneKey + " connections; each is from 1");
        }
        this.handshakes = new Share(handshakesOfOneAddress);
        this.connections = new Share(connectionsOfOneKey);
    }

    /** For a face behind other bounds. */
    public static Crowd unbounded() {
        return new Crowd(Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    /** Whether a connection may begin its handshake. */
    boolean arrives(Socket accepted) {
        return locked(() -> handshakes.take(network(accepted.getInetAddress()), accepted));
    }

    /** Whether a connection may stay whose handshake proved this key. */
    boolean enters(Socket accepted, String key) {
        return locked(() -> {
            handshakes.giveBack(network(accepted.getInetAddress()), accepted);
            return connections.take(key, accepted);
        });
    }

    private boolean locked(BooleanSupplier work) {
        lock.lock();
        try {
            return work.getAsBoolean();
        } finally {
            lock.unlock();
        }
    }

    private static String network(InetAddress address) {
        byte[] bytes = address.getAddress();
        return HexFormat.of()
                .formatHex(address instanceof Inet6Address ? Arrays.copyOf(bytes, IPV6_NETWORK_BYTES) : bytes);
    }

    /** Guarded by the lock of the crowd. */
    private static final class Share {

        private final int most;
        private final Map<String, List<Socket>> byParty = new HashMap<>();

        Share(int most) {
            this.most = most;
        }

        boolean take(String party, Socket socket) {
            if (byParty.size() >= SWEEP_AT) {
                sweep();
            }
            List<Socket> sockets = byParty.computeIfAbsent(party, p -> new ArrayList<>());
            if (sockets.size() >= Math.min(most, SWEEP_AT)) {
                sockets.removeIf(Socket::isClosed);
            }
            return sockets.size() < most && sockets.add(socket);
        }

        void giveBack(String party, Socket socket) {
            List<Socket> sockets = byParty.getOrDefault(party, List.of());
            if (sockets.remove(socket) && sockets.isEmpty()) {
                byParty.remove(party);
            }
        }

        private void sweep() {
            Iterator<List<Socket>> parties = byParty.values().iterator();
            while (parties.hasNext()) {
                List<Socket> sockets = parties.next();
                sockets.removeIf(Socket::isClosed);
                if (sockets.isEmpty()) {
                    parties.remove();
                }
            }
        }
    }
}

package org.comity.web.peers;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.comity.node.world.PeerAddress;
import org.comity.node.world.Pin;
import org.comity.web.PinnedTls;
import org.comity.web.TlsIdentity;

/**
 * One HTTP client for each set of addresses and pins.
 *
 * <p>A client keeps its connections by host and asks about trust only when it opens one. If two cards named one host with
 * different pins, a shared client would send the second peer's call over the first peer's connection. So a change of pins is a
 * new client, and connections made under the old pins are used no more.
 */
final class PinnedClients implements AutoCloseable {

    private static final int MOST = 512;

    private record Key(List<URI> urls, Set<Pin> pins) {}

    private final Supplier<TlsIdentity> own;
    private final Duration connect;
    private final Executor threads;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, HttpClient> clients = new LinkedHashMap<>(16, 0.75f, true);

    PinnedClients(Supplier<TlsIdentity> own, Duration connect, Executor threads) {
        this.own = own;
        this.connect = connect;
        this.threads = threads;
    }

    HttpClient of(PeerAddress to) {
        Key key = new Key(to.urls(), to.pins());
        lock.lock();
        try {
            HttpClient known = clients.get(key);
            if (known != null) {
                return known;
            }
            HttpClient made = make(to.pins());
            clients.put(key, made);
            if (clients.size() > MOST) {
                Map.Entry<Key, HttpClient> eldest =
                        clients.entrySet().iterator().next();
                clients.remove(eldest.getKey());
                eldest.getValue().shutdown();
            }
            return made;
        } finally {
            lock.unlock();
        }
    }

    private HttpClient make(Set<Pin> pins) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY)
                .connectTimeout(connect)
                .sslContext(PinnedTls.context(own, pins::contains))
                .sslParameters(PinnedTls.parameters(false))
                .executor(threads)
                .build();
    }

    @Override
    public void close() {
        lock.lock();
        try {
            clients.values().forEach(HttpClient::shutdownNow);
            clients.clear();
        } finally {
            lock.unlock();
        }
    }
}

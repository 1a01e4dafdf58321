package org.comity.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.comity.node.Node;
import org.comity.node.NodeConfig;
import org.comity.node.directory.Authority;
import org.comity.node.directory.AuthorityKind;
import org.comity.node.directory.Comparison;
import org.comity.node.directory.MemberProfile;
import org.comity.node.directory.Names;
import org.comity.node.directory.NodeKeys;
import org.comity.node.directory.NodeName;
import org.comity.node.directory.VerifiedCard;
import org.comity.node.driver.NodeFolder;
import org.comity.node.driver.NodeSettings;
import org.comity.node.driver.NodeWorld;
import org.comity.node.driver.SystemEntropy;
import org.comity.node.driver.Threads;
import org.comity.node.exchange.Received;
import org.comity.node.exchange.Receiver;
import org.comity.node.ledger.Source;
import org.comity.node.ledger.Turn;
import org.comity.node.record.AuthorityId;
import org.comity.node.record.Kind;
import org.comity.node.record.MemberId;
import org.comity.node.record.Realm;
import org.comity.node.world.World;
import org.comity.web.AccessLog;
import org.comity.web.TlsIdentity;
import org.comity.web.peers.HttpsPeerTransport;
import org.comity.web.peers.PeerLimits;
import org.comity.web.peers.PeersServer;
import org.comity.web.peers.TransportLimits;

/**
 * A real node in a folder, with its face to peers, that also takes messages of the benchmark's kind.
 *
 * <p>The receiver of that kind does nothing: what is measured is the exchange, which stores, logs and receipts a message whatever a
 * capability makes of it.
 */
final class BenchNode implements AutoCloseable {

    /** What a benchmark's messages and acts are. */
    static final Kind KIND = new Kind("bench.message");

    /** Held, because the logging framework forgets the level of a logger that nobody holds. */
    private static final Logger SERVER_LOG = Logger.getLogger("io.helidon");

    private static final String LOOPBACK = "127.0.0.1";
    private static final long PATIENCE_SECONDS = 60;

    private final Threads threads;
    private final NodeWorld nodeWorld;
    private final CountingStore store;
    private final CountingTransport transport;
    private final HttpsPeerTransport https;
    private final AccessLog accessLog;
    private final PeersServer server;
    private final Node node;

    private BenchNode(NodeFolder folder) throws IOException, InterruptedException {
        SERVER_LOG.setLevel(Level.WARNING);
        NodeKeys keys = folder.keys();
        TlsIdentity tls = TlsIdentity.of(keys.tls(), keys.node());
        threads = new Threads(1);
        NodeWorld opened = NodeWorld.open(
                folder,
                threads,
                keys,
                schedule ->
                        new HttpsPeerTransport(() -> tls, schedule, folder.addressRule(), TransportLimits.standard()));
        nodeWorld = opened;
        World real = opened.world();
        https = (HttpsPeerTransport) real.peers();
        store = new CountingStore(real.store());
        transport = new CountingTransport(https);
        World counted = new World(
                real.clock(),
                real.schedule(),
                real.entropy(),
                real.crew(),
                transport,
                store,
                real.blobs(),
                real.signer(),
                real.guard());
        NodeConfig config = folder.config(threads, keys);
        node = new Node(config, counted);
        node.exchange().deliverTo(new Sink());
        accessLog = AccessLog.open(folder.path().resolve("access.log"), InstantSource.system());
        server = PeersServer.start(
                folder.settings().peersHost(),
                folder.settings().peersPort(),
                node.exchange(),
                () -> tls,
                PeerLimits.standard(),
                accessLog);
        await(node.start());
    }

    /**
     * Makes the folder of a node at a free port of the loopback address.
     *
     * @param member a code from {@code XA} to {@code XZ}
     */
    static NodeFolder create(Path path, MemberId member) throws IOException {
        NodeName name = new NodeName("node." + member.code().toLowerCase(Locale.ROOT) + ".example");
        AuthorityId authority = new AuthorityId("contact-24-7");
        int port = freePort();
        Realm realm = Realm.exercise("bench");
        Authority contact = new Authority(
                authority,
                Names.of("en", "Contact point of " + member),
                name,
                AuthorityKind.CONTACT_POINT_24_7,
                List.of("en"),
                "24/7",
                List.of(),
                List.of(),
                List.of());
        MemberProfile profile = new MemberProfile(
                realm,
                member,
                Names.of("en", "Member " + member),
                name,
                List.of(contact),
                List.of(URI.create("https://" + LOOPBACK + ":" + port)),
                List.of(),
                1);
        NodeSettings settings = new NodeSettings(
                NodeSettings.FORMAT,
                member.code(),
                realm.name(),
                LOOPBACK,
                port,
                LOOPBACK,
                0,
                true,
                authority.name(),
                "nowhere",
                0);
        return NodeFolder.create(path, profile, settings, new SystemEntropy(), Instant.now());
    }

    /** A card must name its port before the server listens there, so a port that was free a moment ago has to do. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Starts the node of a folder. */
    static BenchNode open(NodeFolder folder) throws IOException, InterruptedException {
        return new BenchNode(folder);
    }

    /** Recognises a peer without comparing fingerprints, as exercises may. */
    void admit(VerifiedCard card) throws InterruptedException {
        await(node.ledger()
                .submit(Source.NODE, turn -> node.directory().admit(turn, card, Comparison.DEMO, List.of())));
    }

    /** Takes the benchmark's messages and does nothing with them. */
    static Receiver sink() {
        return new Sink();
    }

    Node node() {
        return node;
    }

    /** The node's world, with its store and its road to peers counted. */
    World world() {
        return node.world();
    }

    /** What this process, and this node in it, counted so far. */
    Counters counters() {
        return new Counters(
                ProcessCpu.nanos(),
                ProcessCpu.compilerNanos(),
                store.commits(),
                store.commitNanos(),
                transport.parcels(),
                transport.parcelBytes(),
                transport.answerBytes());
    }

    private static void await(CompletionStage<?> stage) throws InterruptedException {
        try {
            stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | CompletionException e) {
            throw new BenchFailed("a node of the benchmark refused: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new BenchFailed("a node of the benchmark did not answer in " + PATIENCE_SECONDS + " seconds", e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            await(node.stop());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            https.close();
            threads.close();
            nodeWorld.close();
            closeLog();
        }
    }

    private void closeLog() {
        try {
            accessLog.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the access log of a benchmark cannot be closed", e);
        }
    }

    /** Takes the benchmark's messages. */
    private static final class Sink implements Receiver {

        @Override
        public Set<Kind> kinds() {
            return Set.of(KIND);
        }

        @Override
        public void received(Turn turn, Received message) {
            // The exchange has stored it; nothing else is to be done.
        }
    }
}

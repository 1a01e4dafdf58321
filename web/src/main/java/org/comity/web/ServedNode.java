package org.comity.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.comity.node.Node;
import org.comity.node.NodeConfig;
import org.comity.node.directory.NodeKeys;
import org.comity.node.directory.VerifiedCard;
import org.comity.node.driver.FolderRefused;
import org.comity.node.driver.NodeFolder;
import org.comity.node.driver.NodeSettings;
import org.comity.node.driver.NodeWorld;
import org.comity.node.driver.Threads;
import org.comity.node.exchange.PublishedLog;
import org.comity.node.exchange.WitnessSettings;
import org.comity.node.world.World;
import org.comity.web.log.LogServer;
import org.comity.web.officers.Bearers;
import org.comity.web.officers.CapabilityRoutes;
import org.comity.web.officers.OfficerLimits;
import org.comity.web.officers.OfficersServer;
import org.comity.web.officers.OnNode;
import org.comity.web.peers.HttpWitnessTransport;
import org.comity.web.peers.HttpsPeerTransport;
import org.comity.web.peers.PeerLimits;
import org.comity.web.peers.PeersServer;
import org.comity.web.peers.TransportLimits;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node of a folder, in service: its world is open, both faces listen, and what stands in {@code run/officers.json} lets programs of
 * the same user on this machine in.
 *
 * <p>Starting goes from the inside out, ending from the outside in: the faces first, then the node, its road to peers, its database.
 * The threads are the caller's and serve other nodes as well; they are closed after all of these.
 */
public final class ServedNode implements AutoCloseable {

    /** Where the requests of peers are noted, below the folder. */
    public static final String PEERS_LOG = "log/peers-access.log";

    /** Where the requests of officers are noted, below the folder. */
    public static final String OFFICERS_LOG = "log/officers-access.log";

    private static final Logger LOG = LoggerFactory.getLogger(ServedNode.class);
    private static final int PATIENCE_SECONDS = 60;

    /** One thing to be ended, and what to say if that fails. */
    private record Opened(String what, AutoCloseable part) {}

    private final Deque<Opened> opened = new ArrayDeque<>();
    private final CompletableFuture<Throwable> stopped = new CompletableFuture<>();
    private final Node node;
    private final PeersServer peers;
    private final OfficersServer officers;
    private volatile boolean begun;

    private ServedNode(NodeFolder folder, Threads threads) throws IOException {
        try {
            NodeSettings settings = folder.settings();
            NodeKeys keys = folder.keys();
            TlsIdentity tls = TlsIdentity.of(keys.tls(), keys.node());
            Supplier<TlsIdentity> own = () -> tls;
            NodeWorld world = NodeWorld.open(
                    folder,
                    threads,
                    keys,
                    schedule -> open(
                            "the road to peers",
                            new HttpsPeerTransport(own, schedule, folder.addressRule(), TransportLimits.standard())));
            open("the node's world", world);
            HttpWitnessTransport witnesses = open(
                    "the road to witnesses",
                    new HttpWitnessTransport(world.world().schedule(), TransportLimits.standard()));
            NodeConfig config = folder.config(threads, keys);
            WitnessSettings settled = config.exchange().witnesses().over(witnesses);
            this.node = new Node(config.withExchange(config.exchange().withWitnesses(settled)), world.world());
            open("the node", this::end);
            // Peers that start at the same time ask what this node holds of theirs, and wait for it.
            AccessLog peersLog = accessLog(folder.path(), PEERS_LOG, world.world());
            AccessLog officersLog = accessLog(folder.path(), OFFICERS_LOG, world.world());
            this.peers = open(
                    "the face for peers",
                    PeersServer.start(
                            settings.peersHost(),
                            settings.peersPort(),
                            node.exchange(),
                            own,
                            PeerLimits.standard(),
                            peersLog));
            begin();
            if (node.ledger().frozen().isEmpty()) {
                issue(folder.card());
            }
            this.officers = open(
                    "the face for officers",
                    OfficersServer.start(
                            settings.officersHost(),
                            settings.officersPort(),
                            isLoopback(settings.officersHost()) ? Optional.empty() : Optional.of(own),
                            CapabilityRoutes.of(node),
                            Bearers.in(world.world().store(), world.world().clock()),
                            OfficerLimits.standard(),
                            world.world().entropy(),
                            officersLog));
            open("the way in for local programs", LocalAccess.grant(node, folder.path(), url(settings)));
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void end() {
        if (begun) {
            await(OnNode.ask(node, Node::stop), "the node did not stop");
        }
    }

    /** A frozen node is served all the same: officers read what it holds, and peers are told what it holds of theirs. */
    private void begin() {
        try {
            await(
                    OnNode.ask(node, started -> {
                        started.ledger().onStop(stopped::complete);
                        return started.start();
                    }),
                    "the node did not start");
            begun = true;
        } catch (FolderRefused e) {
            String why = node.ledger().frozen().orElseThrow(() -> e);
            LOG.error("the node signs nothing and takes nothing: {}", why);
        }
    }

    /**
     * Opens the folder and serves its node. A card in the folder that is newer than the one issued last is issued, and told to peers.
     *
     * @param threads to be closed after the node
     * @throws FolderRefused when the node cannot start, with what to do
     */
    public static ServedNode start(NodeFolder folder, Threads threads) {
        try {
            return new ServedNode(folder, threads);
        } catch (IOException e) {
            throw new FolderRefused("the node in " + folder.path() + " cannot be served: " + e.getMessage(), e);
        }
    }

    private <T extends AutoCloseable> T open(String what, T part) {
        opened.push(new Opened(what, part));
        return part;
    }

    private AccessLog accessLog(Path folder, String name, World world) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return open("the access log " + name, AccessLog.open(file, world.clock()));
    }

    private void issue(VerifiedCard card) {
        Optional<Long> before = node.directory().own().map(own -> own.root().revision());
        if (before.isEmpty() || card.root().revision() > before.get()) {
            await(node.issue(card), "the card of this node could not be issued");
        }
    }

    private static <T> T await(CompletionStage<T> promise, String otherwise) {
        try {
            return promise.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new FolderRefused(otherwise + ": " + cause.getMessage(), cause);
        } catch (TimeoutException e) {
            throw new FolderRefused(otherwise + " within " + PATIENCE_SECONDS + " seconds", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FolderRefused(otherwise + ": it was interrupted", e);
        }
    }

    private static boolean isLoopback(String host) throws UnknownHostException {
        return Arrays.stream(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
    }

    /** Where programs on this machine reach the face for officers. */
    private URI url(NodeSettings settings) throws UnknownHostException {
        InetAddress address = InetAddress.getByName(settings.officersHost());
        String host = address.isAnyLocalAddress() ? "127.0.0.1" : settings.officersHost();
        String scheme = isLoopback(settings.officersHost()) ? "http" : "https";
        return URI.create(scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + officers.port());
    }

    /**
     * Serves the own log to anybody, read-only and without a token ({@link LogServer}).
     *
     * @param port 0 for a free one
     * @return the port that is listened on
     */
    public int publishLog(String host, int port) {
        PublishedLog log = new PublishedLog(node.ledger(), node.world().store());
        return open("the public face of the log", LogServer.start(host, port, log))
                .port();
    }

    /** The port that peers reach. */
    public int peersPort() {
        return peers.port();
    }

    /** The port that officers' programs reach. */
    public int officersPort() {
        return officers.port();
    }

    public Node node() {
        return node;
    }

    /** Calls back when the log stops for good, at once if it has: the process should end, and its next start will decide. */
    public void onStop(Consumer<Throwable> listener) {
        var _ = stopped.thenAccept(listener);
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            Opened last = opened.pop();
            try {
                last.part().close();
            } catch (Exception e) {
                LOG.warn("{} did not end in order", last.what(), e);
            }
        }
    }
}

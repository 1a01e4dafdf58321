package org.comity.web.processes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.comity.node.Node;
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
import org.comity.node.store.CommitUnknown;
import org.comity.node.store.Transaction;
import org.comity.web.AccessLog;
import org.comity.web.TlsIdentity;
import org.comity.web.peers.HttpsPeerTransport;
import org.comity.web.peers.PeerLimits;
import org.comity.web.peers.PeersServer;
import org.comity.web.peers.TransportLimits;

/**
 * The node of a folder with both roads to peers, that also takes messages with a number and enters each in a table: a number that came
 * twice breaks the table's constraint, and one that is lost is missing there.
 */
final class CountingNode implements AutoCloseable {

    static final Kind KIND = new Kind("test.counted");

    /** What this node sent and took; both sides of a count read them. */
    private static final List<String> TABLES = List.of(
            "CREATE TABLE IF NOT EXISTS test_counted (place INTEGER PRIMARY KEY, peer TEXT NOT NULL,"
                    + " lane INTEGER NOT NULL, number INTEGER NOT NULL, UNIQUE (peer, lane, number)) STRICT",
            "CREATE TABLE IF NOT EXISTS test_sent (lane INTEGER NOT NULL, number INTEGER NOT NULL,"
                    + " idx INTEGER NOT NULL, PRIMARY KEY (lane, number)) STRICT");

    /** Held, because the logging framework forgets the level of a logger that nobody holds. */
    private static final Logger SERVER_LOG = Logger.getLogger("io.helidon");

    private static final String LOOPBACK = "127.0.0.1";
    private static final int PATIENCE_SECONDS = 60;

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final Node node;

    /** Opens the folder and checks what is in it; nothing is sent or signed yet. */
    @SuppressWarnings("this-escape")
    CountingNode(NodeFolder folder) {
        SERVER_LOG.setLevel(Level.WARNING);
        try {
            NodeKeys keys = folder.keys();
            folder.card();
            TlsIdentity tls = TlsIdentity.of(keys.tls(), keys.node());
            Threads threads = open(new Threads(1));
            NodeWorld world = open(NodeWorld.open(
                    folder,
                    threads,
                    keys,
                    schedule -> open(new HttpsPeerTransport(
                            () -> tls, schedule, folder.addressRule(), TransportLimits.standard()))));
            this.node = new Node(folder.config(threads, keys), world.world());
            node.exchange().deliverTo(new Counter());
            makeTables();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Makes the folder of a node.
     *
     * @param port where peers will reach it on the loopback address, at every start
     */
    static NodeFolder create(Path path, MemberId member, int port) {
        NodeName name = new NodeName("node." + member.code().toLowerCase(Locale.ROOT) + ".example");
        AuthorityId authority = new AuthorityId("contact-24-7");
        Realm realm = Realm.exercise("processes");
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

    private <T extends AutoCloseable> T open(T part) {
        opened.push(part);
        return part;
    }

    private void makeTables() {
        try (Transaction tx = node.world().store().begin()) {
            TABLES.forEach(tx.sql()::update);
            tx.commit();
        } catch (CommitUnknown e) {
            throw new IllegalStateException("the tables of the count could not be made", e);
        }
    }

    Node node() {
        return node;
    }

    /** Begins to sign and to send. */
    void start() {
        await(node.start());
        open(() -> await(node.stop()));
    }

    /** Lets peers in. */
    void serve(NodeFolder folder) {
        try {
            NodeKeys keys = folder.keys();
            TlsIdentity tls = TlsIdentity.of(keys.tls(), keys.node());
            Path log = folder.path().resolve("log/peers-access.log");
            Files.createDirectories(log.getParent());
            AccessLog accessLog = open(AccessLog.open(log, node.world().clock()));
            open(PeersServer.start(
                    folder.settings().peersHost(),
                    folder.settings().peersPort(),
                    node.exchange(),
                    () -> tls,
                    PeerLimits.standard(),
                    accessLog));
        } catch (IOException e) {
            throw new UncheckedIOException("the access log cannot be opened", e);
        }
    }

    /** Recognises a peer without comparing fingerprints, as exercises may; once is enough for all starts. */
    void admit(VerifiedCard card) {
        if (node.directory().peer(card.member()).isEmpty()) {
            await(node.ledger()
                    .submit(Source.NODE, turn -> node.directory().admit(turn, card, Comparison.DEMO, List.of())));
        }
    }

    private static <T> T await(CompletionStage<T> promise) {
        try {
            return promise.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            throw new IllegalStateException("the node refused: " + e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("the node did not answer in " + PATIENCE_SECONDS + " seconds", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Ends from the outside in. */
    @Override
    public void close() {
        RuntimeException first = null;
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                RuntimeException failure = e instanceof RuntimeException unchecked
                        ? unchecked
                        : new IllegalStateException("a part of the node did not end", e);
                first = first == null ? failure : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    /** Enters each number that comes. */
    private static final class Counter implements Receiver {

        @Override
        public Set<Kind> kinds() {
            return Set.of(KIND);
        }

        @Override
        public void received(Turn turn, Received message) {
            turn.sql()
                    .update(
                            "INSERT INTO test_counted (peer, lane, number) VALUES (?, ?, ?)",
                            message.from().code(),
                            message.act().lane().number(),
                            ByteBuffer.wrap(message.act().body()).getLong());
        }
    }
}

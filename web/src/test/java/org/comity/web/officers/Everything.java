package org.comity.web.officers;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.comity.age.PostQuantumIdentity;
import org.comity.age.Workers;
import org.comity.node.Node;
import org.comity.node.NodeConfig;
import org.comity.node.directory.AddressRule;
import org.comity.node.directory.NodeKeys;
import org.comity.node.directory.NodeName;
import org.comity.node.directory.SoftwareSigner;
import org.comity.node.evidence.EvidenceSettings;
import org.comity.node.evidence.MemoryPartials;
import org.comity.node.record.AuthorityId;
import org.comity.node.record.MemberId;
import org.comity.node.record.Realm;
import org.comity.node.store.MemoryBlobs;
import org.comity.node.store.SqliteStore;
import org.comity.node.world.Crew;
import org.comity.node.world.Entropy;
import org.comity.node.world.Guard;
import org.comity.node.world.Outcome;
import org.comity.node.world.Schedule;
import org.comity.node.world.World;
import org.comity.tlog.TreeHead;

/** The whole route table, around a node in memory that never does anything. */
final class Everything {

    static final StatusRoutes.Status STATUS = new StatusRoutes.Status(
            "world", "VN", "justice.vn.example/log/g1", 12, Optional.of(11L), 0, "live", Optional.empty());

    private static final List<Route> ROUTES = CapabilityRoutes.of(node());

    private Everything() {}

    static List<Route> routes() {
        return ROUTES;
    }

    /** The status route alone, with a status that never changes. */
    static List<Route> status() {
        return RouteTable.of(new StatusRoutes(() -> STATUS).routes());
    }

    private static Node node() {
        Entropy entropy = new Random(42)::nextBytes;
        NodeKeys keys = NodeKeys.generate(
                new NodeName("node.vn.example"),
                PostQuantumIdentity.generate(entropy::fill).recipient(),
                entropy);
        World world = new World(
                InstantSource.fixed(Instant.parse("2026-03-01T09:30:00Z")),
                new Never(),
                entropy,
                new NoCrew(),
                (to, call, back) -> {},
                SqliteStore.inMemory(),
                new MemoryBlobs(),
                new SoftwareSigner(keys),
                new NoGuard());
        return new Node(
                new NodeConfig(
                        new Realm("world"),
                        new MemberId("VN"),
                        keys,
                        new AddressRule(false),
                        new EvidenceSettings(new AuthorityId("justice"), "vault", "test", 0),
                        new MemoryPartials(),
                        Workers.callingThread()),
                world);
    }

    private static final class Never implements Schedule {
        @Override
        public void soon(Runnable task) {}

        @Override
        public Cancel at(Instant due, Runnable wake) {
            return () -> {};
        }
    }

    private static final class NoCrew implements Crew {
        @Override
        public <T> void lift(Callable<T> pure, Consumer<Outcome<T>> back) {}
    }

    private static final class NoGuard implements Guard {
        @Override
        public void remember(TreeHead head) {}

        @Override
        public Optional<TreeHead> newest() {
            return Optional.empty();
        }
    }
}

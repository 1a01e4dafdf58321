package org.comity.node.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.comity.node.ledger.Ledger;
import org.comity.node.ledger.Refused;
import org.comity.node.ledger.Turn;
import org.comity.node.record.MemberId;
import org.comity.node.store.Snapshot;
import org.comity.node.world.PeerAddress;
import org.comity.node.world.World;
import org.comity.tlog.Hash;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The fetches under way; all on the node's thread. */
final class Fetches {
    private static final Logger LOG = LoggerFactory.getLogger(Fetches.class);

    /** What every running fetch works with. */
    record Means(
            World world,
            Ledger ledger,
            Vault vault,
            PartialFiles partials,
            FetchTable table,
            Function<MemberId, Optional<PeerAddress>> addresses,
            Arrival arrival) {}

    /** Makes a complete and checked file an item of this node, inside a turn, and answers the offerer. */
    interface Arrival {
        void complete(
                Turn turn, FetchTable.Stored fetch, FetchTable.Told told, PieceList pieces, byte[] header, Hash content)
                throws Refused;
    }

    private final Means means;
    private final Map<Hash, RunningFetch> running = new HashMap<>();

    Fetches(Means means) {
        this.means = means;
    }

    /** Goes on with what the last run of the program left, and drops growing files that nobody needs. */
    void resumeAll() {
        List<Hash> roots;
        try (Snapshot snapshot = means.world().store().snapshot()) {
            roots = means.table().in(snapshot.sql(), FetchState.RUNNING).stream()
                    .map(FetchTable.Stored::root)
                    .toList();
            List<Hash> suspended = means.table().in(snapshot.sql(), FetchState.SUSPENDED).stream()
                    .map(FetchTable.Stored::root)
                    .toList();
            for (String name : means.partials().names()) {
                Hash root = Hash.ofHex(name);
                if (!roots.contains(root) && !suspended.contains(root)) {
                    means.partials().delete(name);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the folder of incoming evidence cannot be read", e);
        }
        roots.forEach(this::start);
    }

    /** Starts a fetch whose row says that it runs; one that runs already is left alone. */
    void start(Hash root) {
        if (running.containsKey(root)) {
            return;
        }
        try (Snapshot snapshot = means.world().store().snapshot()) {
            Optional<FetchTable.Stored> row =
                    means.table().find(snapshot.sql(), root).filter(r -> r.state() == FetchState.RUNNING);
            Optional<FetchTable.Told> told = row.flatMap(r -> means.table().told(snapshot.sql(), r));
            if (told.isEmpty()) {
                LOG.info("fetch {} is not to be run any more", root.hex());
                return;
            }
            Optional<byte[]> header = means.table().header(snapshot.sql(), row.get());
            RunningFetch fetch = new RunningFetch(means, row.get(), told.get(), header, () -> running.remove(root));
            running.put(root, fetch);
            fetch.begin();
        }
    }

    /** Stops a fetch in memory; what is on disk stays. */
    void halt(Hash root) {
        RunningFetch fetch = running.remove(root);
        if (fetch != null) {
            fetch.halt();
        }
    }

    /** Stops all, as at the end of the program. */
    void haltAll() {
        List.copyOf(running.keySet()).forEach(this::halt);
    }
}

package org.comity.node.driver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.function.Function;
import org.comity.node.directory.NodeKeys;
import org.comity.node.directory.SoftwareSigner;
import org.comity.node.ledger.FileGuard;
import org.comity.node.store.FolderBlobs;
import org.comity.node.store.SqliteStore;
import org.comity.node.store.Store;
import org.comity.node.world.PeerTransport;
import org.comity.node.world.Schedule;
import org.comity.node.world.World;

/** The real world around the node of one folder: its database, guard and blobs, the machine's clock and entropy. */
public final class NodeWorld implements AutoCloseable {

    private final World world;
    private final SerialSchedule schedule;
    private final Store store;
    private final FileGuard guard;

    private NodeWorld(World world, SerialSchedule schedule, Store store, FileGuard guard) {
        this.world = world;
        this.schedule = schedule;
        this.store = store;
        this.guard = guard;
    }

    /**
     * Opens the folder; no other process may use it until this is closed.
     *
     * @param transport makes the road to peers, given the node's schedule
     */
    public static NodeWorld open(
            NodeFolder folder, Threads threads, NodeKeys keys, Function<Schedule, PeerTransport> transport) {
        InstantSource clock = InstantSource.system();
        Store store = SqliteStore.open(folder.path());
        FileGuard guard = guard(folder, store);
        SerialSchedule schedule = new SerialSchedule(threads, clock);
        World world = new World(
                clock,
                schedule,
                new SystemEntropy(),
                new PoolCrew(threads.crew(), schedule),
                transport.apply(schedule),
                store,
                new FolderBlobs(folder.path().resolve("blobs")),
                new SoftwareSigner(keys),
                guard);
        return new NodeWorld(world, schedule, store, guard);
    }

    /** A folder whose guard is refused is given free again. */
    private static FileGuard guard(NodeFolder folder, Store store) {
        try {
            return FileGuard.open(folder.path().resolve(NodeFolder.GUARD));
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    public World world() {
        return world;
    }

    /** Ends the node's thread of control, then closes the database and the guard. The node has stopped before. */
    @Override
    public void close() {
        schedule.end();
        try {
            guard.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the guard cannot be closed", e);
        } finally {
            store.close();
        }
    }
}

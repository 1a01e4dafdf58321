package org.comity.sim;

import java.util.Optional;
import org.comity.node.evidence.MemoryPartials;
import org.comity.node.store.MemoryBlobs;
import org.comity.node.store.MemoryStore;
import org.comity.node.store.SqliteStore;
import org.comity.tlog.TreeHead;

/** What outlives a process: the database as last committed, blobs, what was forced of growing files, and the guard, which lies outside the database. */
final class Disk {

    private MemoryStore store = SqliteStore.inMemory();
    private final MemoryBlobs blobs = new MemoryBlobs();
    private final MemoryPartials partials = new MemoryPartials();
    private Optional<TreeHead> guard = Optional.empty();

    MemoryStore store() {
        return store;
    }

    MemoryBlobs blobs() {
        return blobs;
    }

    MemoryPartials partials() {
        return partials;
    }

    Optional<TreeHead> guard() {
        return guard;
    }

    void guard(TreeHead head) {
        guard = Optional.of(head);
    }

    /** The power was cut: nothing is left of the store's memory, only what was committed. */
    void reopen() {
        partials.crash();
        byte[] image = store.image();
        store.close();
        store = SqliteStore.inMemory(image);
    }

    /** A copy of the database as it is now. */
    byte[] backup() {
        return store.image();
    }

    /** Puts an older copy of the database back; the guard is not in it. */
    void restore(byte[] backup) {
        store.close();
        store = SqliteStore.inMemory(backup);
    }

    /** Everything on the disk that a thief of time would copy: the database and the guard. */
    record Image(byte[] database, Optional<TreeHead> guard) {}

    Image image() {
        return new Image(store.image(), guard);
    }

    void putBack(Image image) {
        restore(image.database());
        guard = image.guard();
    }
}

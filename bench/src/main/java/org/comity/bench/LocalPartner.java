package org.comity.bench;

import java.io.IOException;
import org.comity.node.directory.VerifiedCard;
import org.comity.node.driver.NodeFolder;

/** A partner in this process. */
final class LocalPartner implements Partner {

    private final NodeFolder folder;
    private final BenchNode node;

    /** @param peer the card that it shall recognise */
    LocalPartner(NodeFolder folder, VerifiedCard peer) throws IOException, InterruptedException {
        this.folder = folder;
        this.node = BenchNode.open(folder);
        node.admit(peer);
    }

    @Override
    public VerifiedCard card() {
        return folder.card();
    }

    @Override
    public Counters counters() {
        Counters all = node.counters();
        return new Counters(
                0, 0, all.commits(), all.commitNanos(), all.parcels(), all.parcelBytes(), all.answerBytes());
    }

    @Override
    public long pid() {
        return ProcessHandle.current().pid();
    }

    @Override
    public void close() {
        node.close();
    }
}

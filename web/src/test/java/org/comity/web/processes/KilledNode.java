package org.comity.web.processes;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.comity.node.directory.Card;
import org.comity.node.directory.VerifiedCard;
import org.comity.node.driver.NodeFolder;
import org.comity.node.store.Snapshot;
import org.slf4j.LoggerFactory;

/**
 * The process that is killed: one node that sends numbers to its peer as fast as it can and counts those that come.
 *
 * <p>It says {@link #READY} once peers may come, answers {@link #STATE} and {@link #STOP}, and ends in order when told to
 * {@link #END} or when its standard input ends, so that it never outlives the test.
 */
final class KilledNode {

    /** Begins every line that is meant for the test. */
    static final String REPLY = "comity-test ";

    static final String READY = "ready";

    /** Asks how many messages wait for a receipt. */
    static final String STATE = "state";

    /** Ends the sending; what waits is still delivered. */
    static final String STOP = "stop";

    static final String END = "end";

    /** Messages that may wait for a receipt at one time. */
    static final int WIDTH = 64;

    static final String ACKNOWLEDGED = "acknowledged";
    static final String HEADS = "heads";

    private KilledNode() {}

    /** @param args folder of the node, file with the card that it shall recognise, folder for journals */
    public static void main(String[] args) throws IOException {
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
        NodeFolder folder = NodeFolder.open(Path.of(args[0]));
        VerifiedCard peer =
                Card.parseArmour(Files.readString(Path.of(args[1]))).verify(folder.realm(), folder.addressRule());
        Path journals = Path.of(args[2]);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (Journal heads = Journal.ofHeads(journals.resolve(HEADS));
                CountingNode node = new CountingNode(folder);
                NumberSender sender =
                        new NumberSender(node.node(), peer.member(), journals.resolve(ACKNOWLEDGED), Long.MAX_VALUE)) {
            node.node()
                    .ledger()
                    .onRelease(note -> heads.released(note.checkpoint().head()));
            node.start();
            node.admit(peer);
            node.serve(folder);
            say(READY);
            sender.begin(WIDTH);
            String line = in.readLine();
            while (line != null && !line.equals(END)) {
                if (line.equals(STOP)) {
                    sender.stop();
                } else if (line.equals(STATE)) {
                    say(Long.toString(sender.outstanding() + waiting(node)));
                }
                line = in.readLine();
            }
        }
    }

    private static long waiting(CountingNode node) {
        try (Snapshot snapshot = node.node().world().store().snapshot()) {
            return snapshot.sql().number("SELECT count(*) FROM exchange_outbox WHERE receipt IS NULL");
        }
    }

    private static void say(String text) {
        System.out.println(REPLY + text);
    }
}

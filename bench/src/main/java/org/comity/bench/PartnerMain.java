package org.comity.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.comity.node.directory.Card;
import org.comity.node.driver.NodeFolder;

/**
 * The second process: one node that receives. It says {@link #REPLY} once it answers, tells its counters when asked with
 * {@link #COUNT}, and ends when its standard input does, so that it never outlives the process that started it.
 */
final class PartnerMain {

    /** Begins every line that is meant for the other process. */
    static final String REPLY = "comity-bench ";

    /** Asks for a line of {@link Counters}. */
    static final String COUNT = "count";

    private PartnerMain() {}

    /** @param args folder of the node, file with the card that it shall recognise */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length != 2) {
            throw new IllegalArgumentException(args.length + " arguments, legal are a folder and a card");
        }
        NodeFolder folder = NodeFolder.open(Path.of(args[0]));
        Card peer = Card.parseArmour(Files.readString(Path.of(args[1])));
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (BenchNode node = BenchNode.open(folder)) {
            node.admit(peer.verify(folder.realm(), folder.addressRule()));
            System.out.println(REPLY + "ready");
            String line;
            while ((line = in.readLine()) != null) {
                if (line.equals(COUNT)) {
                    System.out.println(REPLY + node.counters().line());
                }
            }
        }
    }
}

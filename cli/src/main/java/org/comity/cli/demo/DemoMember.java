package org.comity.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.comity.cli.client.NodeClient;
import org.comity.cli.client.NodeLocation;
import org.comity.cli.client.OfficerPen;
import org.comity.cli.command.OfficerOptions;
import org.comity.cli.command.Session;
import org.comity.cli.setup.OfficerRoll;
import org.comity.node.access.OfficerSecretKey;
import org.comity.node.directory.VerifiedCard;
import org.comity.node.driver.NodeFolder;
import org.comity.node.driver.SystemEntropy;
import org.comity.node.driver.Threads;
import org.comity.web.ServedNode;

/** A member that plays: its folder, its running node, and its officers. All they do goes through the node's REST interface. */
final class DemoMember implements AutoCloseable {

    private final Cast.Part part;
    private final NodeFolder folder;
    private final ServedNode served;
    private final NodeClient node;
    private final Map<String, OfficerPen> pens;

    private DemoMember(
            Cast.Part part, NodeFolder folder, ServedNode served, NodeClient node, Map<String, OfficerPen> pens) {
        this.part = part;
        this.folder = folder;
        this.served = served;
        this.node = node;
        this.pens = pens;
    }

    /** Makes the folder and starts the node on two free ports. */
    static DemoMember start(Cast.Part part, Path demo, Session session, Threads threads) {
        Path path = demo.resolve(part.code());
        NodeFolder folder = part.plan(freePort())
                .make(path, new SystemEntropy(), session.clock().instant());
        ServedNode served = ServedNode.start(folder, threads);
        NodeClient node = new NodeClient(() -> NodeLocation.ofFolder(path).orElseThrow());
        try {
            OfficerRoll.takeOn(path, node);
            return new DemoMember(
                    part,
                    folder,
                    served,
                    node,
                    Map.of(
                            Cast.DRAFTER,
                            pen(path, Cast.DRAFTER, session),
                            Cast.APPROVER,
                            pen(path, Cast.APPROVER, session)));
        } catch (RuntimeException e) {
            node.close();
            served.close();
            throw e;
        }
    }

    private static OfficerPen pen(Path path, String officer, Session session) {
        return new OfficerPen(OfficerSecretKey.load(OfficerOptions.keyFile(path, officer)), session.clock());
    }

    /** The card names the port before the node listens, so one is found first; nobody else takes it in the moment between. */
    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port was found", e);
        }
    }

    String code() {
        return part.code();
    }

    Cast.Part part() {
        return part;
    }

    NodeClient node() {
        return node;
    }

    OfficerPen pen(String officer) {
        return java.util.Objects.requireNonNull(pens.get(officer), officer);
    }

    Path path() {
        return folder.path();
    }

    VerifiedCard card() {
        return folder.card();
    }

    int peersPort() {
        return served.peersPort();
    }

    int officersPort() {
        return served.officersPort();
    }

    @Override
    public void close() {
        node.close();
        served.close();
    }
}

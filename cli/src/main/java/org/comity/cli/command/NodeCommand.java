package org.comity.cli.command;

import java.util.concurrent.Callable;
import org.comity.cli.client.Json;
import org.comity.cli.client.NodeClient;
import org.comity.cli.terminal.Terminal;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** A command that asks a running node one thing and shows the answer, in words or as the node's own JSON. */
public abstract class NodeCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    private final NodeOptions node = new NodeOptions();

    @Option(names = "--json", description = "Print the answer as one line of JSON.")
    private boolean json;

    protected NodeCommand(Session session) {
        this.session = session;
    }

    @Override
    public final Integer call() {
        check();
        try (NodeClient client = node.connect(session)) {
            JsonNode answer = ask(client);
            if (json) {
                terminal().line(Json.line(answer));
            } else {
                show(answer);
            }
        }
        return ExitCode.OK.number();
    }

    /** Refuses arguments that make no sense, before any node is asked. */
    protected void check() {}

    /** Does the work; what comes back is the whole answer. */
    protected abstract JsonNode ask(NodeClient client);

    /** Prints the answer for people. */
    protected abstract void show(JsonNode answer);

    protected final Session session() {
        return session;
    }

    protected final Terminal terminal() {
        return session.terminal();
    }

    protected final NodeOptions node() {
        return node;
    }
}

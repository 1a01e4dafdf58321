package org.comity.cli.setup;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.comity.cli.client.Json;
import org.comity.cli.command.CommandFailed;
import org.comity.cli.command.ExitCode;
import org.comity.cli.command.NodeOptions;
import org.comity.cli.command.Session;
import org.comity.cli.terminal.Terminal;
import org.comity.node.access.OfficerId;
import org.comity.node.access.Role;
import org.comity.node.directory.Authority;
import org.comity.node.directory.Names;
import org.comity.node.directory.NodeName;
import org.comity.node.directory.VerifiedCard;
import org.comity.node.driver.NodeFolder;
import org.comity.node.driver.SystemEntropy;
import org.comity.node.record.MemberId;
import org.comity.node.record.Realm;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code comity init}. */
@Command(
        name = "init",
        description = "Make a node: its keys, its settings, its card, its officers.",
        footer = {
            "",
            "Needs no running node. Without --officer there are two officers: officer-1 (drafter, contact-point, central-authority) and officer-2 (approver). Their keys lie in DIR/officers until each officer carries the own key away.",
            "",
            "Example:",
            "  comity init --member VN --name en=\"Viet Nam\" --name vi=\"Vi\u1ec7t Nam\" \\",
            "    --node comity.gov.example --address https://comity.gov.example:8440 \\",
            "    --authority contact-point:contact-point-24-7:en=\"National Contact Point\""
        })
public final class InitCommand implements Callable<Integer> {

    private static final int PEERS_PORT = 8440;
    private static final int OFFICERS_PORT = 8441;

    private final Session session;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Folder to make; $COMITY_DIR or ./comity-data if not said.")
    private Optional<String> dir = Optional.empty();

    @Option(
            names = "--member",
            required = true,
            paramLabel = "CODE",
            description = "Member code, two letters (ISO 3166-1).")
    private String member = "";

    @Option(
            names = "--name",
            required = true,
            paramLabel = "LANG=NAME",
            description = "Name of the member in a language; repeatable.")
    private Map<String, String> names = new LinkedHashMap<>();

    @Option(
            names = "--node",
            paramLabel = "NAME",
            description =
                    "Name of the node, best under a domain of the state; the host of the first address if not said.")
    private Optional<String> node = Optional.empty();

    @Option(
            names = "--address",
            paramLabel = "URL",
            description = "Where other members reach the node; repeatable, best first.")
    private List<String> addresses = new ArrayList<>();

    @Option(
            names = "--authority",
            paramLabel = "ID:KIND[:LANG=NAME]",
            description =
                    "Authority at this node; repeatable. Kinds: central-authority, contact-point-24-7, police, csirt, foreign-ministry, special-territory.")
    private List<String> authorities = new ArrayList<>();

    @Option(
            names = "--language",
            paramLabel = "TAG",
            description = "Language in which requests are taken; repeatable; en if not said.")
    private List<String> languages = new ArrayList<>();

    @Option(
            names = "--hours",
            paramLabel = "TEXT",
            defaultValue = "24/7",
            description = "When somebody answers; ${DEFAULT-VALUE} if not said.")
    private String hours = "24/7";

    @Option(
            names = "--phone",
            paramLabel = "NUMBER",
            description = "Telephone number in international form; repeatable.")
    private List<String> phones = new ArrayList<>();

    @Option(names = "--email", paramLabel = "ADDRESS", description = "E-mail address; repeatable.")
    private List<String> emails = new ArrayList<>();

    @Option(names = "--officer", paramLabel = "ID:ROLE,ROLE", description = "Officer with roles; repeatable.")
    private List<String> officers = new ArrayList<>();

    @Option(
            names = "--peers-host",
            paramLabel = "HOST",
            description = "Address to listen on for other nodes; 0.0.0.0 if not said.")
    private Optional<String> peersHost = Optional.empty();

    @Option(
            names = "--peers-port",
            paramLabel = "PORT",
            description = "Its port; that of the first address if not said.")
    private Optional<Integer> peersPort = Optional.empty();

    @Option(
            names = "--officers-host",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            description = "Address to listen on for officers; ${DEFAULT-VALUE} if not said.")
    private String officersHost = "127.0.0.1";

    @Option(names = "--officers-port", paramLabel = "PORT", description = "Its port; 8441 if not said, 0 for any.")
    private int officersPort = OFFICERS_PORT;

    @Option(
            names = "--place",
            paramLabel = "TEXT",
            description = "Where evidence is kept, for the chain of custody; the node's name if not said.")
    private Optional<String> place = Optional.empty();

    @Option(
            names = "--exercise",
            paramLabel = "ID",
            description = "Make a node of an exercise; nothing it does has legal effect.")
    private Optional<String> exercise = Optional.empty();

    @Option(
            names = "--allow-private",
            description = "Allow peers at private and loopback addresses: tests and closed networks.")
    private boolean allowPrivate;

    @Option(names = "--json", description = "Print the answer as one line of JSON.")
    private boolean json;

    public InitCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Path folder = session.path(
                dir.orElseGet(() -> session.environment().getOrDefault("COMITY_DIR", NodeOptions.DEFAULT_DIR)));
        NodeFolder made =
                plan().make(folder, new SystemEntropy(), session.clock().instant());
        if (json) {
            session.terminal().line(Json.line(described(made)));
        } else {
            show(made);
        }
        return ExitCode.OK.number();
    }

    private NodePlan plan() {
        List<URI> reached = addresses();
        URI first = reached.getFirst();
        NodeName name = new NodeName(node.orElseGet(() -> named(first)));
        Names memberNames = Names.of(names);
        List<String> tongues = languages.isEmpty() ? List.of("en") : languages;
        List<String> typed = authorities.isEmpty() ? List.of("contact-point:contact-point-24-7") : authorities;
        List<Authority> all = typed.stream()
                .map(AuthorityText::parse)
                .map(text -> text.authority(name, memberNames, tongues, hours, phones, emails))
                .toList();
        return new NodePlan(
                exercise.map(Realm::exercise).orElse(Realm.WORLD),
                new MemberId(member),
                memberNames,
                name,
                all,
                reached,
                officers(),
                peersHost.orElse(allowPrivate ? "127.0.0.1" : "0.0.0.0"),
                peersPort.orElseGet(() -> first.getPort() < 0 ? 443 : first.getPort()),
                officersHost,
                officersPort,
                allowPrivate,
                place.orElse(name.text()));
    }

    /** A name from the address, which must not be a number then: it stands in the log for good. */
    private String named(URI address) {
        String host = address.getHost();
        if (host != null && !host.matches("[0-9.]+|\\[.*]")) {
            return host;
        }
        if (allowPrivate) {
            return "node." + member.toLowerCase(Locale.ROOT) + ".test";
        }
        throw CommandFailed.usage(
                "the address " + address + " gives the node no name",
                "name it under a domain of the state: --node comity.gov.example");
    }

    private List<URI> addresses() {
        if (!addresses.isEmpty()) {
            return addresses.stream().map(URI::create).toList();
        }
        if (allowPrivate) {
            return List.of(URI.create("https://127.0.0.1:" + peersPort.orElse(PEERS_PORT)));
        }
        throw CommandFailed.usage(
                "other members need an address to reach this node",
                "give --address https://HOST:PORT, or --allow-private for a test on this machine");
    }

    private Map<String, Set<Role>> officers() {
        List<String> typed = officers.isEmpty()
                ? List.of("officer-1:drafter,contact-point,central-authority", "officer-2:approver")
                : officers;
        Map<String, Set<Role>> roles = new LinkedHashMap<>();
        for (String text : typed) {
            int colon = text.indexOf(':');
            if (colon < 1) {
                throw CommandFailed.usage(
                        "officer " + text + " is not ID:ROLE,ROLE", "write it like officer-3:approver,auditor");
            }
            String id = new OfficerId(text.substring(0, colon)).text();
            if (id.equals("operator")) {
                throw CommandFailed.usage(
                        "the id operator belongs to programs on the node's own machine", "choose another id");
            }
            if (roles.put(id, roles(text.substring(colon + 1))) != null) {
                throw CommandFailed.usage("officer " + id + " is named twice", "give each officer an id of its own");
            }
        }
        return roles;
    }

    static Set<Role> roles(String words) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (String word : words.split(",", -1)) {
            roles.add(Role.ofWord(word));
        }
        return roles;
    }

    private static Map<String, Object> described(NodeFolder made) {
        VerifiedCard card = made.card();
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("dir", made.path().toString());
        out.put("member", card.member().code());
        out.put("realm", made.settings().realm());
        out.put("origin", card.node().origin());
        out.put("words", String.join(" ", card.fingerprint().words()));
        out.put("digits", card.fingerprint().digits());
        out.put("card", made.path().resolve(NodeFolder.CARD).toString());
        return out;
    }

    private void show(NodeFolder made) {
        Terminal terminal = session.terminal();
        VerifiedCard card = made.card();
        String folder = session.typed(made.path());
        terminal.line(terminal.strong("A node of " + card.member() + " was made in " + folder + "."));
        terminal.gap();
        terminal.field("realm", made.settings().realm());
        terminal.field("log", card.node().origin());
        terminal.field("words", String.join(" ", card.fingerprint().words()));
        terminal.field("digits", card.fingerprint().digits());
        terminal.gap();
        terminal.field("keep offline", folder + "/identity.keys and " + folder + "/recovery.key");
        terminal.field("officers", folder + "/officers/*.key: each officer takes the own one");
        terminal.gap();
        terminal.line("Next: comity start --dir " + folder);
    }
}

package org.comity.cli.casework;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.comity.cli.client.OfficerPen;
import org.comity.cli.command.OfficerOptions;
import org.comity.cli.command.Session;
import org.comity.node.casework.UtcTime;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The commands by which either side moves a request on. */
public final class AnswerCommands {

    private AnswerCommands() {}

    /** All of them, in the order of a request's life. */
    public static List<Object> all(Session session) {
        return List.of(
                new Seen(session),
                new Accept(session),
                new Refuse(session),
                new AskExtension(session),
                new Extend(session),
                new Complete(session),
                new Withdraw(session));
    }

    /** {@code comity seen}. */
    @Command(
            name = "seen",
            description = "Tell the other side that a person opened the request.",
            footer = {"", "Example:", "  comity seen R-2026-000001"})
    static final class Seen extends AnswerCommand {

        Seen(Session session) {
            super(session, "seen");
        }

        @Override
        Map<String, Object> body() {
            return Map.of();
        }
    }

    /** {@code comity accept}. */
    @Command(
            name = "accept",
            description = "Accept a request: the data is preserved. One officer signs.",
            footer = {
                "",
                "Without --as the answer waits for: comity sign REQUEST --as OFFICER",
                "",
                "Example:",
                "  comity accept R-2026-000001 --days 90 --as officer-2"
            })
    static final class Accept extends AnswerCommand {

        private final Session session;

        @Option(
                names = "--days",
                paramLabel = "DAYS",
                defaultValue = "90",
                description = "For how long; ${DEFAULT-VALUE} if not said.")
        private int days = 90;

        @Option(names = "--preserved-at", paramLabel = "TIME", description = "Since when, in UTC; now if not said.")
        private Optional<String> preservedAt = Optional.empty();

        @Option(names = "--until", paramLabel = "TIME", description = "Until when, in UTC, in place of --days.")
        private Optional<String> until = Optional.empty();

        @Option(names = "--condition", paramLabel = "TEXT", description = "Condition that binds the help; repeatable.")
        private List<String> conditions = new ArrayList<>();

        @Mixin
        private final OfficerOptions officer = new OfficerOptions();

        Accept(Session session) {
            super(session, "accept");
            this.session = session;
        }

        @Override
        Map<String, Object> body() {
            UtcTime since = preservedAt.map(UtcTime::parse).orElseGet(() -> seconds(session));
            UtcTime end = until.map(UtcTime::parse)
                    .orElseGet(() -> new UtcTime(since.instant().plus(Duration.ofDays(days))));
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("preservedAt", since);
            body.put("expiresAt", end);
            body.put("conditions", conditions);
            return body;
        }

        @Override
        Optional<OfficerPen> pen() {
            return officer.present() ? Optional.of(officer.pen(session, node())) : Optional.empty();
        }

        @Override
        Optional<String> role() {
            return officer.role();
        }
    }

    /** {@code comity refuse}. */
    @Command(
            name = "refuse",
            description = "Refuse a request on a ground of the procedure, with a reason. One officer signs.",
            footer = {
                "",
                "Grounds: essential-interests (art. 40(21)(b)), domestic-bar (art. 40(21)(c)), persecution (art. 40(22)).",
                "",
                "Example:",
                "  comity refuse R-2026-000001 --ground domestic-bar --reason \"...\" \\",
                "    --as officer-2"
            })
    static final class Refuse extends AnswerCommand {

        private final Session session;

        @Option(names = "--ground", required = true, paramLabel = "ID", description = "Ground of the procedure.")
        private String ground = "";

        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why it applies here.")
        private String reason = "";

        @Mixin
        private final OfficerOptions officer = new OfficerOptions();

        Refuse(Session session) {
            super(session, "refuse");
            this.session = session;
        }

        @Override
        Map<String, Object> body() {
            return Map.of("ground", ground, "reason", reason);
        }

        @Override
        Optional<OfficerPen> pen() {
            return officer.present() ? Optional.of(officer.pen(session, node())) : Optional.empty();
        }

        @Override
        Optional<String> role() {
            return officer.role();
        }
    }

    /** {@code comity ask-extension}. */
    @Command(
            name = "ask-extension",
            description = "Ask to preserve longer.",
            footer = {
                "",
                "Example:",
                "  comity ask-extension R-2026-000001 --until 2026-12-01T00:00:00Z --reason \"...\""
            })
    static final class AskExtension extends AnswerCommand {

        @Option(names = "--until", required = true, paramLabel = "TIME", description = "Until when, in UTC.")
        private String until = "";

        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
        private String reason = "";

        AskExtension(Session session) {
            super(session, "ask-extension");
        }

        @Override
        Map<String, Object> body() {
            return Map.of("until", UtcTime.parse(until), "reason", reason);
        }
    }

    /** {@code comity extend}. */
    @Command(
            name = "extend",
            description = "Preserve longer.",
            footer = {"", "Example:", "  comity extend R-2026-000001 --until 2026-12-01T00:00:00Z"})
    static final class Extend extends AnswerCommand {

        @Option(names = "--until", required = true, paramLabel = "TIME", description = "Until when, in UTC.")
        private String until = "";

        @Option(names = "--condition", paramLabel = "TEXT", description = "Further condition; repeatable.")
        private List<String> conditions = new ArrayList<>();

        Extend(Session session) {
            super(session, "extend");
        }

        @Override
        Map<String, Object> body() {
            return Map.of("expiresAt", UtcTime.parse(until), "conditions", conditions);
        }
    }

    /** {@code comity complete}. */
    @Command(
            name = "complete",
            description = "Say that preservation has served its purpose.",
            footer = {"", "Example:", "  comity complete R-2026-000001 --note \"evidence handed over\""})
    static final class Complete extends AnswerCommand {

        @Option(names = "--note", required = true, paramLabel = "TEXT", description = "How it served.")
        private String note = "";

        Complete(Session session) {
            super(session, "complete");
        }

        @Override
        Map<String, Object> body() {
            return Map.of("note", note);
        }
    }

    /** {@code comity withdraw}. */
    @Command(
            name = "withdraw",
            description = "Say that the own request is needed no longer.",
            footer = {"", "Example:", "  comity withdraw R-2026-000001 --reason \"suspect cleared\""})
    static final class Withdraw extends AnswerCommand {

        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
        private String reason = "";

        Withdraw(Session session) {
            super(session, "withdraw");
        }

        @Override
        Map<String, Object> body() {
            return Map.of("reason", reason);
        }
    }

    private static UtcTime seconds(Session session) {
        return new UtcTime(Instant.ofEpochSecond(session.clock().instant().getEpochSecond()));
    }
}

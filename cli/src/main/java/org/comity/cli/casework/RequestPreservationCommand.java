package org.comity.cli.casework;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.comity.cli.client.Json;
import org.comity.cli.client.NodeClient;
import org.comity.cli.client.OfficerPen;
import org.comity.cli.command.CommandFailed;
import org.comity.cli.command.NodeCommand;
import org.comity.cli.command.OfficerOptions;
import org.comity.cli.command.Session;
import org.comity.node.casework.DataCategory;
import org.comity.node.casework.Deadline;
import org.comity.node.casework.Emergency;
import org.comity.node.casework.Offence;
import org.comity.node.casework.Period;
import org.comity.node.casework.PreservationRequest;
import org.comity.node.casework.UtcTime;
import org.comity.node.record.Address;
import org.comity.node.record.AuthorityId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code comity request preservation}. */
@Command(
        name = "preservation",
        description = "Ask another member to preserve data (UN Convention against Cybercrime, art. 42).",
        footer = {
            "",
            "The request is a draft until two officers have signed it; with --as the first signs at once. In an emergency it can go under one signature: comity request send-emergency.",
            "",
            "Example:",
            "  comity request preservation --to BR/contact-point \\",
            "    --ip 203.0.113.7:51034@2026-03-01T09:30:00Z --offence \"Illegal access\" \\",
            "    --statute \"Penal Code, s. 289\" --facts \"...\" --link \"...\" --necessity \"...\" \\",
            "    --as officer-1"
        })
final class RequestPreservationCommand extends NodeCommand {

    @Option(names = "--to", required = true, paramLabel = "MEMBER/AUTHORITY", description = "Authority that is asked.")
    private String to = "";

    @Option(
            names = "--from",
            paramLabel = "AUTHORITY",
            description = "Own authority that asks; the first on the own card if not said.")
    private Optional<String> from = Optional.empty();

    @Mixin
    private final SelectorText selectors = new SelectorText();

    @Option(
            names = "--category",
            paramLabel = "WORD",
            description = "subscriber, traffic, content or other_stored; repeatable; subscriber if not said.")
    private List<String> categories = new ArrayList<>();

    @Option(
            names = "--period",
            paramLabel = "FROM/TO",
            description = "Whose data is meant, in UTC; needed for traffic and content.")
    private Optional<String> period = Optional.empty();

    @Option(names = "--offence", required = true, paramLabel = "TEXT", description = "Name of the offence.")
    private String offence = "";

    @Option(names = "--statute", required = true, paramLabel = "TEXT", description = "Where the own law says so.")
    private String statute = "";

    @Option(names = "--penalty-years", paramLabel = "YEARS", description = "Highest prison term.")
    private Optional<Integer> years = Optional.empty();

    @Option(
            names = "--convention-article",
            paramLabel = "ARTICLE",
            description = "Article that obliges states to make it an offence.")
    private Optional<String> article = Optional.empty();

    @Option(names = "--facts", required = true, paramLabel = "TEXT", description = "Short summary of the facts.")
    private String facts = "";

    @Option(
            names = "--link",
            required = true,
            paramLabel = "TEXT",
            description = "How the data is linked to the offence.")
    private String link = "";

    @Option(names = "--necessity", required = true, paramLabel = "TEXT", description = "Why preservation is needed.")
    private String necessity = "";

    @Option(names = "--custodian", paramLabel = "TEXT", description = "Who holds the data, where known.")
    private Optional<String> custodian = Optional.empty();

    @Option(names = "--secrecy", description = "Ask to keep it from the user.")
    private boolean secrecy;

    @Option(
            names = "--basis",
            paramLabel = "ID",
            description = "Instrument it rests on; repeatable; uncc-42 if not said.")
    private List<String> bases = new ArrayList<>();

    @Option(
            names = "--days",
            paramLabel = "DAYS",
            defaultValue = "90",
            description = "How long to preserve; ${DEFAULT-VALUE} if not said.")
    private int days = 90;

    @Option(
            names = "--deadline",
            paramLabel = "TIME",
            description = "When an answer would still help; with --deadline-reason.")
    private Optional<String> deadline = Optional.empty();

    @Option(names = "--deadline-reason", paramLabel = "TEXT", description = "Why then.")
    private Optional<String> deadlineReason = Optional.empty();

    @Option(
            names = "--danger",
            paramLabel = "TEXT",
            description = "Emergency: whose life or safety is in danger; with --imminence.")
    private Optional<String> danger = Optional.empty();

    @Option(names = "--imminence", paramLabel = "TEXT", description = "Emergency: why the danger is imminent.")
    private Optional<String> imminence = Optional.empty();

    @Option(names = "--urgent", description = "Ask for a fast answer.")
    private boolean urgent;

    @Option(
            names = "--authority",
            paramLabel = "TEXT",
            description = "Asking authority in its own words; its name on the own card if not said.")
    private Optional<String> authority = Optional.empty();

    @Option(
            names = "--language",
            paramLabel = "TAG",
            defaultValue = "en",
            description = "Language of the texts; ${DEFAULT-VALUE} if not said.")
    private String language = "en";

    @Option(names = "--reference", paramLabel = "TEXT", description = "Own file reference.")
    private Optional<String> reference = Optional.empty();

    @Option(names = "--case", paramLabel = "CASE", description = "Open case it belongs to; a new one if not said.")
    private Optional<String> caseId = Optional.empty();

    @Mixin
    private final OfficerOptions officer = new OfficerOptions();

    RequestPreservationCommand(Session session) {
        super(session);
    }

    @Override
    protected void check() {
        Address.parse(to);
        if (deadline.isPresent() != deadlineReason.isPresent() || danger.isPresent() != imminence.isPresent()) {
            throw CommandFailed.usage(
                    "--deadline belongs with --deadline-reason, and --danger with --imminence",
                    "give both of a pair or neither");
        }
        if (selectors.selectors().isEmpty()) {
            throw CommandFailed.usage(
                    "nothing names the data to preserve",
                    "give at least one of --ip, --account, --email, --phone, --domain, --web-address, --device");
        }
    }

    @Override
    protected JsonNode ask(NodeClient client) {
        JsonNode own = Json.items(client.get("/v1/card"), "authorities").stream()
                .filter(candidate ->
                        from.isEmpty() || Json.text(candidate, "id").equals(from.get()))
                .findFirst()
                .orElseThrow(() -> CommandFailed.usage(
                        "the own card has no authority " + from.orElse(""), "look at the card: comity card show"));
        JsonNode drafted = client.post("/v1/requests/preservation", draft(own));
        if (!officer.present()) {
            return drafted;
        }
        OfficerPen pen = officer.pen(session(), node());
        return Signing.sign(client, pen, drafted.path("summary").path("id").asString(), officer.role())
                .path("request");
    }

    private Map<String, Object> draft(JsonNode own) {
        PreservationRequest request = new PreservationRequest(
                authority.orElseGet(
                        () -> own.path("names").values().iterator().next().asString()),
                new Offence(offence, statute, years, article),
                facts,
                selectors.selectors(),
                categories.isEmpty()
                        ? List.of(DataCategory.SUBSCRIBER)
                        : categories.stream()
                                .map(RequestPreservationCommand::category)
                                .toList(),
                period.map(RequestPreservationCommand::period),
                link,
                necessity,
                custodian,
                true,
                secrecy,
                bases.isEmpty() ? List.of("uncc-42") : bases,
                days,
                deadline.map(time -> new Deadline(UtcTime.parse(time), deadlineReason.orElseThrow())),
                danger.map(text -> new Emergency(text, imminence.orElseThrow())),
                language);
        Map<String, Object> draft = new LinkedHashMap<>();
        draft.put("to", to);
        draft.put("from", new AuthorityId(Json.text(own, "id")).name());
        draft.put("urgency", danger.isPresent() ? "emergency" : urgent ? "urgent" : "routine");
        draft.put("ownReference", reference);
        draft.put("caseId", caseId);
        draft.put("annexes", List.of());
        draft.put("request", request);
        return draft;
    }

    private static DataCategory category(String word) {
        for (DataCategory category : DataCategory.values()) {
            if (category.word().equals(word)) {
                return category;
            }
        }
        throw CommandFailed.usage(
                "--category " + word + " is not known", "legal are subscriber, traffic, content and other_stored");
    }

    private static Period period(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 2) {
            throw CommandFailed.usage(
                    "--period " + text + " has no two times with a slash between",
                    "write it like 2026-03-01T00:00:00Z/2026-03-02T00:00:00Z");
        }
        return new Period(UtcTime.parse(parts[0]), UtcTime.parse(parts[1]));
    }

    @Override
    protected void show(JsonNode request) {
        new RequestText(terminal()).request(request);
    }
}

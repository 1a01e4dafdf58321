package org.comity.web.officers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.comity.node.access.Role;
import org.junit.jupiter.api.Test;

/** The description and the route table say the same, in both directions. */
class OpenApiTest {

    private static final Pattern PATH = Pattern.compile(" {2}(/\\S*):");
    private static final Pattern METHOD = Pattern.compile(" {4}(get|post|put|delete):");
    private static final Pattern ROLES = Pattern.compile(" {6}x-roles: \\[(.*)]");
    private static final Pattern STATUS = Pattern.compile(" {8}\"(\\d{3})\":.*");
    private static final Pattern PARAMETER = Pattern.compile(" {8}- \\{ name: ([a-zA-Z]+), in: path,.*");
    private static final Pattern BODY = Pattern.compile(" {10,12}(\\S+/\\S+):.*");

    /** What one operation says that the route table says too. */
    private static final class Operation {
        final Set<Integer> statuses = new TreeSet<>();
        final Set<String> roles = new TreeSet<>();
        final Set<String> parameters = new TreeSet<>();
        boolean open;
        boolean body;
        String bodyType = "";

        String text() {
            return "statuses " + statuses + ", roles " + roles + ", open " + open + ", body " + body + " " + bodyType
                    + ", parameters " + parameters;
        }
    }

    private static Optional<String> found(Pattern pattern, String line) {
        Matcher matcher = pattern.matcher(line);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static Map<String, String> described() {
        Map<String, Operation> operations = new TreeMap<>();
        String path = "";
        String section = "";
        Operation now = new Operation();
        List<String> lines = new String(OpenApi.yaml(), UTF_8).lines().toList();
        for (String line : lines.subList(lines.indexOf("paths:"), lines.indexOf("components:"))) {
            path = found(PATH, line).orElse(path);
            Optional<String> method = found(METHOD, line);
            if (method.isPresent()) {
                now = new Operation();
                section = "";
                operations.put(method.get().toUpperCase(Locale.ROOT) + " " + path, now);
            }
            if (line.startsWith("      ") && line.charAt(6) != ' ') {
                section = line.strip();
                now.body |= section.equals("requestBody:");
                now.open |= section.equals("security: []");
                found(ROLES, line).map(roles -> List.of(roles.split(", "))).ifPresent(now.roles::addAll);
            }
            switch (section) {
                case "responses:" -> found(STATUS, line).map(Integer::valueOf).ifPresent(now.statuses::add);
                case "parameters:" -> found(PARAMETER, line).ifPresent(now.parameters::add);
                case "requestBody:" -> now.bodyType = found(BODY, line).orElse(now.bodyType);
                default -> {}
            }
        }
        Map<String, String> texts = new TreeMap<>();
        operations.forEach((operation, says) -> texts.put(operation, says.text()));
        return texts;
    }

    private static Map<String, String> served() {
        List<Route> routes = new ArrayList<>(Everything.routes());
        routes.add(OpenApi.route());
        Map<String, String> texts = new TreeMap<>();
        for (Route route : routes) {
            Operation says = new Operation();
            says.statuses.addAll(route.statuses());
            route.roles().stream().map(Role::word).forEach(says.roles::add);
            says.open = route.isOpen();
            says.body = route.body() != Route.Body.NONE;
            says.bodyType = switch (route.body()) {
                case NONE -> "";
                case JSON -> "application/json";
                case STREAM -> "application/octet-stream";
            };
            Matcher part =
                    Pattern.compile("\\{([a-zA-Z]+)").matcher(route.path().toString());
            while (part.find()) {
                says.parameters.add(part.group(1));
            }
            texts.put(route.method() + " " + route.path().toString().replace("...}", "}"), says.text());
        }
        return texts;
    }

    @Test
    void everyRouteIsDescribedAndEveryDescriptionIsServed() {
        assertThat(described()).isEqualTo(served());
    }
}

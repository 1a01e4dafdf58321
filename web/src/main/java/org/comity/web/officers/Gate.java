package org.comity.web.officers;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.comity.node.access.Role;
import org.comity.node.access.Tokens;
import org.comity.web.Problem;

/** Who calls, whether not too often, and whether with a role that the route wants. */
final class Gate {

    private static final String SCHEME = "bearer ";

    private final Bearers bearers;
    private final OfficerLimits limits;
    private final RateLimit rate;

    Gate(Bearers bearers, OfficerLimits limits) {
        this.bearers = bearers;
        this.limits = limits;
        this.rate = new RateLimit(limits.callsPerSecond(), limits.burst(), System::nanoTime);
    }

    /** The bearer of the request's one token. */
    Tokens.Bearer identify(ServerRequest request) throws Turned {
        List<String> values = request.headers().values(HeaderNames.AUTHORIZATION);
        String value = values.size() == 1 ? values.getFirst() : "";
        if (!value.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            throw unauthorized("A token is needed.");
        }
        return bearers.of(value.substring(SCHEME.length()).strip())
                .orElseThrow(() -> unauthorized("The token is unknown, revoked or expired."));
    }

    /** Lets the bearer through to the route. */
    void require(Route route, Tokens.Bearer bearer) throws Turned {
        OptionalLong wait = rate.take(bearer.tokenId());
        if (wait.isPresent()) {
            throw new Turned(
                    Problem.of(
                            429,
                            "too-many-calls",
                            "This token makes more than " + limits.callsPerSecond() + " calls a second."),
                    Map.of("Retry-After", Long.toString(wait.getAsLong())));
        }
        if (bearer.roles().stream().noneMatch(route.roles()::contains)) {
            String wanted = String.join(", ", Role.words(route.roles()));
            throw new Turned(Problem.of(403, "not-allowed", "This needs one of the roles " + wanted + ".")
                    .withRemedy("Ask the administrator of this node for a token with such a role."));
        }
    }

    private static Turned unauthorized(String why) {
        return new Turned(
                Problem.of(401, "no-token", why).withRemedy("Send Authorization: Bearer <token>."),
                Map.of("WWW-Authenticate", "Bearer"));
    }
}

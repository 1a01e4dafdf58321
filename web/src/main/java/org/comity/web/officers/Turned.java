package org.comity.web.officers;

import java.util.Map;
import org.comity.node.ledger.Refused;
import org.comity.web.Problem;

/** A request that ends in a problem, with the headers that belong to it. */
final class Turned extends Exception {

    final Problem problem;
    final Map<String, String> headers;

    Turned(Problem problem, Map<String, String> headers) {
        super(problem.detail());
        this.problem = problem;
        this.headers = headers;
    }

    Turned(Problem problem) {
        this(problem, Map.of());
    }

    /** The one place where a refusal of the node becomes a problem. */
    static Turned by(Refused refused) {
        Problem problem = Problem.of(
                        refused.code().status(), refused.code().slug(), String.valueOf(refused.getMessage()))
                .withRemedy(refused.remedy());
        boolean passing = refused.code().status() == 429 || refused.code().status() == 503;
        return new Turned(problem, passing ? Map.of("Retry-After", "5") : Map.of());
    }
}

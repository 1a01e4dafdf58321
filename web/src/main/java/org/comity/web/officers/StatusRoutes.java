package org.comity.web.officers;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.comity.node.ledger.Ledger;

/** How the node is. */
public final class StatusRoutes {

    /**
     * What an officer sees first.
     *
     * @param realm the world, or the exercise this node belongs to
     * @param member whose node it is
     * @param origin name of its log
     * @param committed leaves that are durable
     * @param released leaves under the newest signed checkpoint; empty until the first signature after a start
     * @param waiting works that wait for a turn
     */
    public record Status(
            String realm, String member, String origin, long committed, Optional<Long> released, int waiting) {

        public static Status of(Ledger ledger) {
            return new Status(
                    ledger.identity().realm().toString(),
                    ledger.identity().member().toString(),
                    ledger.identity().origin(),
                    ledger.committed().size(),
                    ledger.released().map(head -> head.checkpoint().head().size()),
                    ledger.waiting());
        }
    }

    private final Supplier<Status> status;

    public StatusRoutes(Supplier<Status> status) {
        this.status = status;
    }

    public List<Route> routes() {
        return List.of(Route.get("/v1/status", Route.ANY_ROLE, Set.of(), call -> Answer.json(status.get())));
    }
}

package org.comity.web.officers;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.comity.node.Node;
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
     * @param standing "starting" until the first signature; "live" when a majority of the recognised members has said in
     *     this run what it holds of this log; "provisional" until then; "frozen" when nothing is signed any more
     * @param frozen why
     */
    public record Status(
            String realm,
            String member,
            String origin,
            long committed,
            Optional<Long> released,
            int waiting,
            String standing,
            Optional<String> frozen) {

        public static Status of(Node node) {
            Ledger ledger = node.ledger();
            return new Status(
                    ledger.identity().realm().toString(),
                    ledger.identity().member().toString(),
                    ledger.identity().origin(),
                    ledger.committed().size(),
                    ledger.released().map(head -> head.checkpoint().head().size()),
                    ledger.waiting(),
                    standing(node),
                    ledger.frozen());
        }

        private static String standing(Node node) {
            if (node.ledger().frozen().isPresent()) {
                return "frozen";
            }
            if (node.ledger().released().isEmpty()) {
                return "starting";
            }
            return node.exchange().isLive() ? "live" : "provisional";
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

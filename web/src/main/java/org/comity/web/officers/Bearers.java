package org.comity.web.officers;

import java.time.InstantSource;
import java.util.Optional;
import org.comity.node.access.Tokens;
import org.comity.node.ledger.Refused;
import org.comity.node.store.Snapshot;
import org.comity.node.store.Store;

/** Whose token this is. */
@FunctionalInterface
public interface Bearers {

    /** Empty when the token is unknown, revoked or expired; which of them is not said. Any thread may ask. */
    Optional<Tokens.Bearer> of(String token);

    /** Looks in the node's database on every request, so that a revoked token ends at once. */
    static Bearers in(Store store, InstantSource clock) {
        return token -> {
            try (Snapshot snapshot = store.snapshot()) {
                return Optional.of(Tokens.admit(snapshot.sql(), token, clock.instant()));
            } catch (Refused notAdmitted) {
                return Optional.empty();
            }
        };
    }
}

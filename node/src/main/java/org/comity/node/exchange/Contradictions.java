package org.comity.node.exchange;

import java.util.List;
import java.util.Optional;
import org.comity.node.store.Snapshot;

/** What is known against members' logs: those that are convicted, and heads that nobody has proven yet. Any thread may ask. */
public final class Contradictions {

    private final ExchangeContext context;

    Contradictions(ExchangeContext context) {
        this.context = context;
    }

    /** The proof that a log signed two histories; empty while none is known. */
    public Optional<Fork> fork(String origin) {
        return context.forks().of(origin);
    }

    /** Convicted logs, the first found first. */
    public List<Fork> forks() {
        try (Snapshot snapshot = context.world().store().snapshot()) {
            return HeadTables.forks(snapshot.sql());
        }
    }

    /** Heads that others told of and whose owner was asked in vain for their proof, the oldest first. */
    public List<UnprovenHead> unproven() {
        try (Snapshot snapshot = context.world().store().snapshot()) {
            return HeadTables.unproven(snapshot.sql()).stream()
                    .map(HeadTables.Told::head)
                    .toList();
        }
    }
}

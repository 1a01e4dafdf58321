package org.comity.node.exchange;

import java.util.OptionalLong;
import org.comity.node.record.Ref;
import org.comity.node.store.Sql;

/** Where a record of ours lies that a peer refers to, whichever generation of our log it was written in. */
final class OwnRefs {

    private OwnRefs() {}

    /**
     * The index in the present log. A closed generation shares its first leaves with the present one; a message that was lost in a
     * restore and given back lies in the record that holds it.
     *
     * @return empty for a record of another log, or of ours that is lost
     */
    static OptionalLong index(ExchangeContext context, Sql sql, Ref ref) {
        if (context.ledger().holds(ref.origin(), ref.index())) {
            return OptionalLong.of(ref.index());
        }
        return sql.first(
                        "SELECT idx FROM exchange_recovered WHERE origin = ? AND lost = ?",
                        row -> OptionalLong.of(row.number(0)),
                        ref.origin(),
                        ref.index())
                .orElse(OptionalLong.empty());
    }
}

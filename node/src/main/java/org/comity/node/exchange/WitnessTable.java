package org.comity.node.exchange;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.comity.node.directory.Directory;
import org.comity.node.directory.Peer;
import org.comity.node.store.Sql;
import org.comity.tlog.TreeHead;
import org.comity.tlog.VerifierKey;
import org.comity.tlog.WitnessLogs;
import org.comity.tlog.WitnessState;

/**
 * What this node cosigned, log by log, inside one turn: comparison and write are one atomic step because every turn is. The answer
 * leaves the node only after the turn is durable.
 */
final class WitnessTable implements WitnessLogs {

    private final Sql sql;
    private final Directory directory;

    WitnessTable(Sql sql, Directory directory) {
        this.sql = sql;
        this.directory = directory;
    }

    @Override
    public List<VerifierKey> keys(String origin) {
        return directory.peers().stream()
                .filter(Peer::recognised)
                .filter(peer -> peer.origin().equals(origin))
                .findFirst()
                .map(peer -> peer.policy().required())
                .orElse(List.of());
    }

    @Override
    public WitnessState state(String origin) {
        return sql.first(
                        "SELECT size, root, time_s, note FROM exchange_witnessed WHERE origin = ?",
                        row -> new WitnessState(
                                new TreeHead(row.number(0), row.hash(1)),
                                row.number(2),
                                new String(row.bytes(3), StandardCharsets.UTF_8)),
                        origin)
                .orElse(WitnessState.NEVER);
    }

    @Override
    public boolean replace(String origin, WitnessState expected, WitnessState next) {
        if (!state(origin).equals(expected)) {
            return false;
        }
        sql.update(
                "INSERT INTO exchange_witnessed (origin, size, root, time_s, note) VALUES (?, ?, ?, ?, ?)"
                        + " ON CONFLICT (origin) DO UPDATE SET size = excluded.size, root = excluded.root,"
                        + " time_s = excluded.time_s, note = excluded.note",
                origin,
                next.head().size(),
                next.head().root(),
                next.posixSeconds(),
                next.note().getBytes(StandardCharsets.UTF_8));
        return true;
    }
}

package org.comity.web.officers;

import java.util.List;
import java.util.Set;
import org.comity.node.Node;
import org.comity.node.exchange.AlarmBook;
import org.comity.node.exchange.PublishedLog;
import org.comity.node.ledger.Refused;
import org.comity.tlog.TileAnswer;

/** The own log as any C2SP tool reads it, and what a machine cannot decide. */
final class LogRoutes {

    private final Node node;

    LogRoutes(Node node) {
        this.node = node;
    }

    List<Route> routes() {
        return List.of(
                Route.get(
                        "/v1/log/checkpoint", Route.ANY_ROLE, Set.of(Refused.Code.UNSIGNED), call -> get("checkpoint")),
                Route.get(
                        "/v1/log/tile/{path...}",
                        Route.ANY_ROLE,
                        Set.of(Refused.Code.NOT_FOUND, Refused.Code.UNSIGNED),
                        call -> get("tile/" + call.part("path"))),
                Route.get("/v1/alarms", Route.ANY_ROLE, Route.READING, this::alarms));
    }

    private Answer get(String path) throws Refused {
        TileAnswer answer = new PublishedLog(node.ledger(), node.world().store())
                .get(path)
                .orElseThrow(() -> new Refused(
                        Refused.Code.UNSIGNED,
                        "no head is signed yet since the start",
                        "ask again in a moment, or see to the log key"));
        if (answer.status() != 200) {
            throw new Refused(
                    Refused.Code.NOT_FOUND,
                    "the log has no such tile",
                    "ask for tiles up to the size in the checkpoint, as C2SP tlog-tiles writes their paths");
        }
        return Answer.bytes(answer.contentType(), answer.body());
    }

    private Answer alarms(Call call) throws Refused {
        int size = call.pageSize();
        long before = call.number("before", 0, Long.MAX_VALUE, Long.MAX_VALUE);
        List<AlarmBook.Alarm> read = OnNode.read(node, sql -> AlarmBook.newest(sql, before, size + 1));
        return Answer.json(Paged.newest(read, size, AlarmBook.Alarm::id, alarm -> alarm));
    }
}

package org.comity.node.exchange;

import java.util.Optional;
import java.util.function.Consumer;
import org.comity.node.record.MemberId;
import org.comity.node.world.PeerAnswer;
import org.comity.node.world.PeerCall;
import org.comity.tlog.TileAnswer;

/**
 * {@code GET /peer/v1/log/...}: the own log for recognised members, as C2SP tlog-tiles. A peer that wants to see more than the proofs
 * that come with parcels, an auditor's node for instance, reads the whole tree there.
 */
final class LogResource implements PeerResource {

    static final String PREFIX = "/peer/v1/log/";

    private final ExchangeContext context;
    private final PublishedLog log;

    LogResource(ExchangeContext context) {
        this.context = context;
        this.log = new PublishedLog(context.ledger(), context.world().store());
    }

    @Override
    public String prefix() {
        return PREFIX;
    }

    @Override
    public void answer(MemberId from, PeerCall call, Consumer<PeerAnswer> back) {
        if (!call.method().equals("GET")) {
            back.accept(
                    Problem.of(Problem.Type.NOT_FOUND, "a log is read with GET").toAnswer());
            return;
        }
        Optional<TileAnswer> answer = log.get(call.path().substring(PREFIX.length()));
        if (answer.isEmpty() || context.ledger().frozen().isPresent()) {
            back.accept(Problem.of(Problem.Type.STARTING, "no head is signed since the start")
                    .retryAfter(1)
                    .toAnswer());
        } else if (answer.get().status() != 200) {
            back.accept(Problem.of(Problem.Type.NOT_FOUND, "the log has no such tile")
                    .toAnswer());
        } else {
            back.accept(
                    PeerAnswer.of(200, answer.get().contentType(), answer.get().body()));
        }
    }
}

package org.comity.node.exchange;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.comity.node.directory.Peer;
import org.comity.node.ledger.Source;
import org.comity.node.record.MemberId;
import org.comity.node.store.Snapshot;
import org.comity.node.world.PeerAnswer;
import org.comity.node.world.PeerCall;
import org.comity.tlog.ForkEvidence;
import org.comity.tlog.SigningKey;
import org.comity.tlog.Witness;
import org.comity.tlog.WitnessAnswer;

/**
 * This node as a witness of its peers' logs (C2SP tlog-witness, on the peers' face).
 *
 * <p>{@code POST add-checkpoint} and {@code sign-subtree}, {@code GET <hex SHA-256 of the origin>/checkpoint}. At most one submission
 * a second is taken for one log; cosignatures lie beside the log, never in it, so two idle nodes that witness each other add no leaf.
 */
final class Witnessing implements PeerResource {

    static final String PREFIX = "/peer/v1/witness/";
    static final String ADD_CHECKPOINT = PREFIX + "add-checkpoint";

    private static final String SIGN_SUBTREE = PREFIX + "sign-subtree";
    private static final long PAUSE_MS = 1_000;

    private final ExchangeContext context;
    private final List<SigningKey> keys;
    private final Map<MemberId, Long> lastMs = new HashMap<>();

    Witnessing(ExchangeContext context, List<SigningKey> keys) {
        this.context = context;
        this.keys = List.copyOf(keys);
    }

    @Override
    public String prefix() {
        return PREFIX;
    }

    @Override
    public void answer(MemberId from, PeerCall call, Consumer<PeerAnswer> back) {
        if (call.method().equals("POST") && call.path().equals(ADD_CHECKPOINT)) {
            addCheckpoint(from, call.body(), back);
        } else if (call.method().equals("POST") && call.path().equals(SIGN_SUBTREE)) {
            try (Snapshot snapshot = context.world().store().snapshot()) {
                var witness = new Witness(keys, new WitnessTable(snapshot.sql(), context.directory()));
                back.accept(answer(witness.signSubtree(call.body())));
            }
        } else if (call.method().equals("GET") && call.path().endsWith("/checkpoint")) {
            back.accept(
                    latest(call.path().substring(PREFIX.length(), call.path().length() - "/checkpoint".length())));
        } else {
            back.accept(Problem.of(Problem.Type.NOT_FOUND, "the witness has nothing under " + call.path())
                    .toAnswer());
        }
    }

    private void addCheckpoint(MemberId from, byte[] body, Consumer<PeerAnswer> back) {
        long now = context.world().clock().millis();
        Long last = lastMs.put(from, now);
        if (last != null && now - last >= 0 && now - last < PAUSE_MS) {
            lastMs.put(from, last);
            back.accept(Problem.of(Problem.Type.QUOTA, "one checkpoint a second is taken for one log")
                    .retryAfter(1)
                    .toAnswer());
            return;
        }
        context.ledger()
                .submit(new Source("peer:" + from), turn -> {
                    var witness = new Witness(keys, new WitnessTable(turn.sql(), context.directory()));
                    return witness.addCheckpoint(body, Math.max(1, turn.now().getEpochSecond()));
                })
                .whenComplete((answer, failure) -> {
                    if (failure != null) {
                        back.accept(Problem.of(Problem.Type.BUSY, "the checkpoint cannot be taken now")
                                .retryAfter(1)
                                .toAnswer());
                        return;
                    }
                    if (answer instanceof WitnessAnswer.Conflict(ForkEvidence evidence)) {
                        context.directory().peers().stream()
                                .filter(peer -> peer.origin()
                                        .equals(evidence.first().checkpoint().origin()))
                                .forEach(peer -> context.forks().convict(peer, evidence));
                    }
                    back.accept(answer(answer));
                });
    }

    private PeerAnswer latest(String originHash) {
        Optional<Peer> log = context.directory().peers().stream()
                .filter(peer -> Witness.originHash(peer.origin()).equals(originHash))
                .findFirst();
        try (Snapshot snapshot = context.world().store().snapshot()) {
            return log.flatMap(peer -> new Witness(keys, new WitnessTable(snapshot.sql(), context.directory()))
                            .latest(peer.origin()))
                    .map(note -> PeerAnswer.of(200, "text/plain; charset=utf-8", note.encode()))
                    .orElseGet(() -> Problem.of(Problem.Type.NOT_FOUND, "nothing was cosigned for this log")
                            .toAnswer());
        }
    }

    private static PeerAnswer answer(WitnessAnswer answer) {
        return PeerAnswer.of(answer.status(), answer.contentType(), answer.body());
    }
}

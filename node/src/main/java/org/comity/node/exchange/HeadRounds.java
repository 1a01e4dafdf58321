package org.comity.node.exchange;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.comity.node.cbor.CborException;
import org.comity.node.cbor.CborLimits;
import org.comity.node.cbor.CborReader;
import org.comity.node.cbor.CborWriter;
import org.comity.node.directory.Peer;
import org.comity.node.record.MemberId;
import org.comity.node.world.Outcome;
import org.comity.node.world.PeerAnswer;
import org.comity.node.world.PeerCall;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /peer/v1/heads}: the heads of third members that a node holds, and what it holds of the caller.
 *
 * <p>Each recognised peer is asked about once an hour, spread so that nodes which started together do not ask together. That way two
 * nodes that seldom write to each other compare what they see, too.
 */
final class HeadRounds implements PeerResource {

    static final String PATH = "/peer/v1/heads";
    static final Duration PERIOD = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(HeadRounds.class);
    private static final String MEDIA_TYPE = "application/cbor";

    private final ExchangeContext context;
    private final HeadTelling telling;
    private final HeadWatch watch;
    private final Map<MemberId, Instant> due = new HashMap<>();

    HeadRounds(ExchangeContext context, HeadTelling telling, HeadWatch watch) {
        this.context = context;
        this.telling = telling;
        this.watch = watch;
    }

    @Override
    public String prefix() {
        return PATH;
    }

    @Override
    public void answer(MemberId from, PeerCall call, Consumer<PeerAnswer> back) {
        Optional<Peer> caller = context.directory().peer(from);
        if (!call.method().equals("GET") || !call.path().equals(PATH) || caller.isEmpty()) {
            back.accept(Problem.of(Problem.Type.NOT_FOUND, "asked for is GET " + PATH)
                    .toAnswer());
            return;
        }
        List<byte[]> heads = telling.forList(
                from, caller.get().origin(), context.world().clock().instant());
        CborWriter out = new CborWriter(64 + heads.size() * 4_096);
        ItemCodec.writeHeads(out, heads);
        back.accept(PeerAnswer.of(200, MEDIA_TYPE, out.toBytes()));
    }

    /** Begins the rounds to every recognised peer that has none yet. */
    void run() {
        for (Peer peer : context.directory().peers()) {
            if (peer.recognised() && !due.containsKey(peer.member())) {
                next(peer.member());
            }
        }
    }

    /** Half a period to one and a half from now. */
    private void next(MemberId member) {
        long jitterMs = context.world().entropy().below(PERIOD.toMillis());
        Instant at = context.world().clock().instant().plus(PERIOD.dividedBy(2)).plusMillis(jitterMs);
        due.put(member, at);
        context.world().schedule().at(at, () -> ask(member));
    }

    private void ask(MemberId member) {
        Optional<Peer> peer = context.directory()
                .peer(member)
                .filter(Peer::recognised)
                .filter(known -> !context.forks().isForked(known.origin()));
        if (peer.isEmpty()) {
            due.remove(member);
            return;
        }
        context.world().peers().ask(peer.get().address(), PeerCall.get(PATH), outcome -> {
            if (outcome instanceof Outcome.Done<PeerAnswer>(PeerAnswer answer) && answer.status() == 200) {
                heard(member, answer.body());
            }
            next(member);
        });
    }

    private void heard(MemberId from, byte[] body) {
        try {
            CborReader in = new CborReader(body, CborLimits.RECORD);
            List<byte[]> heads = ItemCodec.readHeads(in);
            in.end();
            watch.heard(from, heads);
        } catch (CborException | ParcelRefused e) {
            LOG.warn("the heads that {} tells of cannot be read: {}", from, e.getMessage());
        }
    }
}

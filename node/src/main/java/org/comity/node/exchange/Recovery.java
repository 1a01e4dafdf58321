package org.comity.node.exchange;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.comity.node.cbor.CborWriter;
import org.comity.node.directory.Peer;
import org.comity.node.ledger.Generation;
import org.comity.node.ledger.Source;
import org.comity.node.record.Draft;
import org.comity.node.record.Kind;
import org.comity.node.record.Lane;
import org.comity.node.record.MalformedRecord;
import org.comity.node.record.MemberId;
import org.comity.node.record.Recipient;
import org.comity.node.store.Snapshot;
import org.comity.node.world.Outcome;
import org.comity.node.world.PeerAnswer;
import org.comity.node.world.PeerCall;
import org.comity.tlog.CheckpointPolicy;
import org.comity.tlog.LogException;
import org.comity.tlog.SignedCheckpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * After a declared restore: takes back from each member what the backup did not know.
 *
 * <p>Before anything else passes between the two, the member is asked for the messages that we sent it under the closed log, from the
 * first on whose arrival the backup does not know. Each comes with its proof under our own old signature, so none can be made up. A
 * message that was lost here goes into a record of the present log ({@code log.recovered}) and to its capability, which brings its
 * own state up to it; only then are answers to it taken. A message that the backup holds is now known to have arrived, and what did not
 * arrive is sent anew ({@link GenerationChange}). What members sent us and we lost, they offer again by themselves, since our hello
 * says which number we expect.
 */
final class Recovery {

    static final Kind RECOVERY = new Kind("log.recovery");

    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
    private static final String MEDIA_TYPE = "application/cbor";
    private static final List<Lane> LANES = List.of(Lane.URGENT, Lane.ORDINARY, Lane.PUBLIC);

    private final ExchangeContext context;
    private final GenerationChange change;
    private final LostMessages lost;
    private final Set<MemberId> done = new HashSet<>();
    private final Set<MemberId> underWay = new HashSet<>();

    Recovery(ExchangeContext context, GenerationChange change, Map<Kind, Receiver> receivers) {
        this.context = context;
        this.change = change;
        this.lost = new LostMessages(context, receivers);
    }

    /** Whether this member has given back what it had of the log closed last, or there is none. */
    boolean isDone(MemberId peer) {
        if (context.ledger().closed().isEmpty() || done.contains(peer)) {
            return true;
        }
        try (Snapshot snapshot = context.world().store().snapshot()) {
            boolean stored = snapshot.sql()
                            .number(
                                    "SELECT count(*) FROM exchange_recovery WHERE peer = ? AND origin = ?",
                                    peer.code(),
                                    closed().origin())
                    > 0;
            if (stored) {
                done.add(peer);
            }
            return stored;
        }
    }

    private Generation closed() {
        return context.ledger().closed().getLast();
    }

    /** Asks a member; does nothing while it is being asked. */
    void begin(MemberId member, Hello hello, Runnable then) {
        Optional<Peer> peer = context.directory().peer(member).filter(Peer::recognised);
        if (peer.isPresent() && underWay.add(member)) {
            new Round(peer.get(), highest(hello), then).ask(0, OptionalLong.empty());
        }
    }

    /** The size of the closed log that the member holds a signature for; 0 where it shows none. */
    private long highest(Hello hello) {
        try (Snapshot snapshot = context.world().store().snapshot()) {
            return hello.held().isEmpty()
                    ? 0
                    : lost.policy(snapshot.sql())
                            .verify(SignedCheckpoint.parse(hello.held().get()))
                            .head()
                            .size();
        } catch (LogException e) {
            return 0;
        }
    }

    /** The questions to one member, lane after lane. */
    private final class Round {

        private final Peer peer;
        private final long highest;
        private final Runnable then;
        private int messages;

        Round(Peer peer, long highest, Runnable then) {
            this.peer = peer;
            this.highest = highest;
            this.then = then;
        }

        void ask(int lane, OptionalLong from) {
            if (lane == LANES.size()) {
                finish();
                return;
            }
            long start = from.orElseGet(() -> first(LANES.get(lane)));
            long generation =
                    Long.parseLong(closed().origin().substring(closed().origin().lastIndexOf("/g") + 2));
            PeerCall call = PeerCall.get(GiveBack.path(generation, LANES.get(lane), start));
            context.world().peers().ask(peer.address(), call, outcome -> {
                if (outcome instanceof Outcome.Done<PeerAnswer>(PeerAnswer answer) && answer.status() == 200) {
                    took(lane, answer.body());
                } else {
                    // The next greeting of either side begins again.
                    underWay.remove(peer.member());
                }
            });
        }

        private long first(Lane lane) {
            try (Snapshot snapshot = context.world().store().snapshot()) {
                return lost.firstUnsettled(snapshot.sql(), peer.member(), lane);
            }
        }

        private void took(int lane, byte[] body) {
            List<LostMessages.Proven> proven = new ArrayList<>();
            Returned page;
            try (Snapshot snapshot = context.world().store().snapshot()) {
                page = Returned.decode(body);
                CheckpointPolicy policy = lost.policy(snapshot.sql());
                for (Returned.Message message : page.messages()) {
                    proven.add(lost.verify(policy, peer.member(), LANES.get(lane), message));
                }
            } catch (ParcelRefused | LogException | MalformedRecord e) {
                context.alarms()
                        .raise(
                                peer.member(),
                                "what " + peer.member() + " gave back as ours does not verify: " + e.getMessage());
                finish();
                return;
            }
            store(proven, LANES.get(lane)).whenComplete((stored, failure) -> {
                if (failure != null) {
                    LOG.error("what {} gave back could not be stored", peer.member(), failure);
                    underWay.remove(peer.member());
                    return;
                }
                messages += stored;
                if (page.more()) {
                    ask(lane, OptionalLong.of(page.messages().getLast().sequence() + 1));
                } else {
                    ask(lane + 1, OptionalLong.empty());
                }
            });
        }

        private CompletionStage<Integer> store(List<LostMessages.Proven> page, Lane lane) {
            return context.ledger().submit(Source.NODE, turn -> {
                int taken = 0;
                for (LostMessages.Proven proven : page) {
                    taken += lost.store(turn, peer.member(), lane, proven) ? 1 : 0;
                }
                return taken;
            });
        }

        private void finish() {
            context.ledger()
                    .submit(Source.NODE, turn -> {
                        turn.sql()
                                .update(
                                        "INSERT INTO exchange_recovery (peer, origin, size, messages, ms) VALUES (?, ?, ?, ?, ?)"
                                                + " ON CONFLICT (peer, origin) DO NOTHING",
                                        peer.member().code(),
                                        closed().origin(),
                                        highest,
                                        messages,
                                        turn.now().toEpochMilli());
                        turn.append(summary());
                        return change.sendMissing(turn, peer.member());
                    })
                    .whenComplete((sent, failure) -> {
                        underWay.remove(peer.member());
                        if (failure != null) {
                            LOG.error("the recovery from {} could not be ended", peer.member(), failure);
                            return;
                        }
                        LOG.info("{} gave back {} messages; {} are sent anew", peer.member(), messages, sent);
                        done.add(peer.member());
                        then.run();
                    });
        }

        /** Which head of the closed log the member holds, and how much came back. */
        private Draft summary() {
            byte[] body = new CborWriter()
                    .array(4)
                    .text(peer.member().code())
                    .text(closed().origin())
                    .uint(highest)
                    .uint(messages)
                    .toBytes();
            return Draft.of(RECOVERY, Recipient.nobody(), Lane.OWN, MEDIA_TYPE, body);
        }
    }
}

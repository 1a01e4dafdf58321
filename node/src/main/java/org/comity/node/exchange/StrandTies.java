package org.comity.node.exchange;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.comity.node.cbor.CborWriter;
import org.comity.node.directory.Peer;
import org.comity.node.exchange.InboxTables.HeldHead;
import org.comity.node.record.MemberId;
import org.comity.node.world.Outcome;
import org.comity.node.world.PeerAnswer;
import org.comity.node.world.PeerCall;
import org.comity.tlog.LogException;
import org.comity.tlog.Tree;
import org.comity.tlog.TreeHead;

/**
 * Ties the two strands of a peer's log together: {@code GET /peer/v1/consistency?from=M&to=N}.
 *
 * <p>Heads come with parcels and with answers, two chains of proofs that start at one head and then grow side by side. A log could
 * show one history in the one and another in the other. So whenever the newest heads of the two differ, the peer is asked for the
 * proof between them, at most every two seconds. A proof that fails is no evidence yet, but it is an alarm.
 */
final class StrandTies implements PeerResource {

    static final String PREFIX = "/peer/v1/consistency";
    static final Duration PAUSE = Duration.ofSeconds(2);

    private static final Pattern QUERY = Pattern.compile("/peer/v1/consistency\\?from=(\\d{1,18})&to=(\\d{1,18})");
    private static final String MEDIA_TYPE = "application/cbor";

    private record Tie(TreeHead earlier, TreeHead later, Instant notBefore, boolean asking) {
        static final Tie NONE = new Tie(TreeHead.EMPTY, TreeHead.EMPTY, Instant.MIN, false);
    }

    private final ExchangeContext context;
    private final Map<MemberId, Tie> ties = new HashMap<>();

    StrandTies(ExchangeContext context) {
        this.context = context;
    }

    @Override
    public String prefix() {
        return PREFIX;
    }

    @Override
    public void answer(MemberId from, PeerCall call, Consumer<PeerAnswer> back) {
        Matcher query = QUERY.matcher(call.path());
        long released = context.ledger()
                .released()
                .map(note -> note.checkpoint().head().size())
                .orElse(0L);
        if (!call.method().equals("GET") || !query.matches()) {
            back.accept(Problem.of(Problem.Type.NOT_FOUND, "asked for is " + PREFIX + "?from=M&to=N")
                    .toAnswer());
            return;
        }
        long earlier = Long.parseLong(query.group(1));
        long later = Long.parseLong(query.group(2));
        if (earlier > later || later > released) {
            back.accept(Problem.of(
                            Problem.Type.NOT_FOUND,
                            "there is no proof from " + earlier + " to " + later + " in a log of " + released
                                    + " leaves")
                    .toAnswer());
            return;
        }
        CborWriter out = new CborWriter(2_048);
        ItemCodec.write(out, new Tree(context.ledger().tiles(), later).consistency(earlier));
        back.accept(PeerAnswer.of(200, MEDIA_TYPE, out.toBytes()));
    }

    /** Asks for the proof between the two strands of a peer's log, where they differ and were not tied yet. */
    void tie(Peer peer, PeerLog log) {
        HeldHead earlier = log.oldest();
        HeldHead later = log.newest();
        Tie tie = ties.getOrDefault(peer.member(), Tie.NONE);
        Instant now = context.world().clock().instant();
        boolean tied = tie.earlier().equals(earlier.head()) && tie.later().equals(later.head());
        if (tied || tie.asking() || earlier.head().size() == 0 || earlier.head().equals(later.head())) {
            return;
        }
        if (now.isBefore(tie.notBefore())) {
            return;
        }
        ties.put(peer.member(), new Tie(tie.earlier(), tie.later(), now.plus(PAUSE), true));
        String path = new HeadProof(earlier, later).path();
        context.world().peers().ask(peer.address(), PeerCall.get(path), outcome -> {
            boolean proved = check(peer, new HeadProof(earlier, later), outcome);
            ties.put(
                    peer.member(),
                    new Tie(
                            proved ? earlier.head() : tie.earlier(),
                            proved ? later.head() : tie.later(),
                            now.plus(PAUSE),
                            false));
        });
    }

    private boolean check(Peer peer, HeadProof proof, Outcome<PeerAnswer> outcome) {
        try {
            return proof.isProven(peer.policy(), outcome);
        } catch (PeerLog.Forked e) {
            context.forks().convict(peer, e.evidence());
        } catch (LogException e) {
            context.alarms()
                    .raise(
                            peer.member(),
                            "the log of " + peer.member() + " could not show that its size "
                                    + proof.later().head().size() + " extends its size "
                                    + proof.earlier().head().size() + ": " + e.getMessage());
        }
        return false;
    }
}

package org.comity.node.exchange;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.comity.node.directory.Peer;
import org.comity.node.exchange.InboxTables.HeldHead;
import org.comity.node.record.MemberId;
import org.comity.tlog.TreeHead;
import org.jspecify.annotations.Nullable;

/**
 * Chooses which heads of third members to tell a peer.
 *
 * <p>A signed head has about 3.5 kB, so what is told must cost next to nothing: a parcel takes heads where it would carry padding, and
 * once a minute may be padded to one step more for them; an answer takes one, and not more than one in ten seconds. A head goes to a peer only when it has changed since the peer was told,
 * at most once a minute, and the one whose turn was longest ago goes first; so every log has its turn however many there are. Whom a
 * peer recognises is not known here; it is presumed to recognise whom we do, and ignores the rest.
 *
 * <p>Before all these goes what a peer must see of itself: heads with its own signature whose place in its log it has not shown.
 */
final class HeadTelling {

    /** Heads offered to the padding of one parcel. */
    static final int PARCEL_HEADS = 8;

    /** A log is told to one peer at most this often. */
    static final Duration LOG_PAUSE = Duration.ofMinutes(1);

    /** Answers to one peer carry a head at most this often. */
    static final Duration ANSWER_PAUSE = Duration.ofSeconds(10);

    /** A head that may be told, with the log's own signature. */
    record Candidate(String origin, TreeHead head, byte[] note) {}

    /**
     * What a parcel may tell.
     *
     * @param heads the most urgent first
     * @param mayGrow whether the parcel may be padded to one step more for it
     */
    record Offer(List<Candidate> heads, boolean mayGrow) {
        /** An urgent parcel carries nothing else. */
        static final Offer NONE = new Offer(List.of(), false);

        Offer {
            heads = List.copyOf(heads);
        }
    }

    private record Told(TreeHead head, Instant at) {}

    private final Supplier<List<PeerLog>> logs;
    private final HeadWatch watch;
    private final Map<MemberId, Map<String, Told>> told = new HashMap<>();
    private final Map<MemberId, Instant> nextGrown = new HashMap<>();
    private final Map<MemberId, Instant> nextAnswer = new HashMap<>();

    /** @param logs what is held of every recognised member's log */
    HeadTelling(Supplier<List<PeerLog>> logs, HeadWatch watch) {
        this.logs = logs;
        this.watch = watch;
    }

    /** Heads to offer to the padding of the next parcel. */
    Offer forParcel(Peer peer, boolean urgent, Instant now) {
        if (urgent) {
            return Offer.NONE;
        }
        MemberId to = peer.member();
        List<Candidate> heads = changed(to, peer.origin(), Optional.of(now), PARCEL_HEADS);
        boolean mayGrow = !heads.isEmpty() && !now.isBefore(nextGrown.getOrDefault(to, Instant.MIN));
        if (mayGrow) {
            nextGrown.put(to, now.plus(LOG_PAUSE));
        }
        return new Offer(heads, mayGrow);
    }

    /** The head to put into the next answer; it counts as told. */
    List<byte[]> forAnswer(MemberId to, String toOrigin, Instant now) {
        if (now.isBefore(nextAnswer.getOrDefault(to, Instant.MIN))) {
            return List.of();
        }
        List<Candidate> chosen = changed(to, toOrigin, Optional.of(now), 1);
        if (!chosen.isEmpty()) {
            nextAnswer.put(to, now.plus(ANSWER_PAUSE));
            told(to, chosen, now);
        }
        return chosen.stream().map(Candidate::note).toList();
    }

    /** All that fits one list, for a peer that asks, with what is held of itself; it counts as told. */
    List<byte[]> forList(MemberId to, String toOrigin, Instant now) {
        List<Candidate> chosen = new ArrayList<>();
        logs.get().stream()
                .filter(log -> log.origin().equals(toOrigin))
                .flatMap(log -> newest(log).stream())
                .forEach(chosen::add);
        chosen.addAll(changed(to, toOrigin, Optional.empty(), Limits.FOREIGN_HEADS - chosen.size()));
        told(to, chosen, now);
        return chosen.stream().map(Candidate::note).toList();
    }

    void told(MemberId to, List<Candidate> heads, Instant now) {
        Map<String, Told> known = told.computeIfAbsent(to, member -> new HashMap<>());
        heads.forEach(head -> known.put(head.origin(), new Told(head.head(), now)));
    }

    /** @param paced now, to leave out what was told within the pause or has not changed; empty to take all */
    private List<Candidate> changed(MemberId to, String toOrigin, Optional<Instant> paced, int most) {
        Map<String, Told> known = told.getOrDefault(to, Map.of());
        List<Candidate> chosen = new ArrayList<>();
        for (PeerLog log : logs.get()) {
            if (!log.origin().equals(toOrigin)) {
                newest(log).ifPresent(chosen::add);
            }
        }
        chosen.sort(
                Comparator.comparing((Candidate head) -> toldAt(known, head)).thenComparing(Candidate::origin));
        chosen.addAll(0, watch.unprovenOf(toOrigin));
        paced.ifPresent(now -> chosen.removeIf(head -> isTold(known.get(head.origin()), head.head(), now)));
        return List.copyOf(chosen.subList(0, Math.min(most, chosen.size())));
    }

    private static Optional<Candidate> newest(PeerLog log) {
        HeldHead newest = log.newest();
        return newest.head().size() == 0
                ? Optional.empty()
                : Optional.of(new Candidate(log.origin(), newest.head(), newest.note()));
    }

    private static boolean isTold(@Nullable Told last, TreeHead head, Instant now) {
        return last != null
                && (last.head().equals(head) || now.isBefore(last.at().plus(LOG_PAUSE)));
    }

    private static Instant toldAt(Map<String, Told> known, Candidate head) {
        Told last = known.get(head.origin());
        return last == null ? Instant.MIN : last.at();
    }
}

package org.comity.node.exchange;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.comity.node.directory.Peer;
import org.comity.node.ledger.Source;
import org.comity.node.store.Snapshot;
import org.comity.node.world.Outcome;
import org.comity.node.world.PeerAnswer;
import org.comity.node.world.Schedule;
import org.comity.tlog.AddCheckpointRequest;
import org.comity.tlog.LogException;
import org.comity.tlog.Policy;
import org.comity.tlog.SignedCheckpoint;
import org.comity.tlog.Tree;
import org.comity.tlog.VerifierKey;
import org.comity.tlog.Witness;
import org.comity.tlog.WitnessAnswer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks witnesses that are no members to cosign our log (C2SP tlog-witness): those of the operator's policy that have a URL.
 *
 * <p>Such a witness knows our log because its operator entered our keys there; it sees sizes and roots, never a leaf. A grown head goes
 * to it at most every ten seconds, an unchanged one every ten minutes, and after trouble the pause doubles up to that. A 409 tells a
 * size, which is a hint: it is where the next proof starts if our log has it. One that is larger is not believed; our own signature on
 * what the witness publishes would be, and would stop us.
 */
final class ForeignWitnesses {

    static final Duration GROWN_PAUSE = Duration.ofSeconds(10);
    static final Duration IDLE_PAUSE = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(ForeignWitnesses.class);

    private record Foreign(String name, String url, List<VerifierKey> keys) {}

    private static final class Round {
        private long cosignedSize;
        private int troubles;
        private boolean asking;
        private boolean again;
        private Instant notBefore = Instant.MIN;
        private Instant refreshAt = Instant.MIN;
        private Instant wakeAt = Instant.MAX;
        private Schedule.Cancel cancel = () -> {};
    }

    private final ExchangeContext context;
    private final WitnessSettings settings;
    private final Map<String, Round> rounds = new TreeMap<>();

    ForeignWitnesses(ExchangeContext context, WitnessSettings settings) {
        this.context = context;
        this.settings = settings;
    }

    /** Asks every witness whose time has come. */
    void run() {
        Optional<SignedCheckpoint> released = context.ledger().released();
        if (released.isPresent()
                && context.ledger().frozen().isEmpty()
                && released.get().checkpoint().head().size() > 0) {
            foreign().forEach(witness -> run(witness, released.get()));
        }
    }

    /** Lines with one URL are one witness with several keys, perhaps of both types. */
    private List<Foreign> foreign() {
        if (settings.policy().isEmpty()) {
            return List.of();
        }
        List<VerifierKey> members = context.directory().peers().stream()
                .map(Peer::nodeCard)
                .flatMap(card -> card.witnessKeys().stream())
                .toList();
        Map<String, Foreign> byUrl = new TreeMap<>();
        for (Policy.WitnessLine line : settings.policy().get().witnesses()) {
            if (!line.url().isEmpty() && !members.contains(line.key())) {
                byUrl.computeIfAbsent(line.url(), url -> new Foreign(line.name(), url, new ArrayList<>()))
                        .keys()
                        .add(line.key());
            }
        }
        return List.copyOf(byUrl.values());
    }

    private void run(Foreign witness, SignedCheckpoint newest) {
        Round round = rounds.computeIfAbsent(witness.name(), this::load);
        Instant now = context.world().clock().instant();
        if (round.asking) {
            return;
        }
        boolean grown = newest.checkpoint().head().size() > round.cosignedSize || round.again;
        Instant due = grown || round.refreshAt.isBefore(round.notBefore) ? round.notBefore : round.refreshAt;
        if (now.isBefore(due)) {
            wakeAt(round, due);
        } else {
            ask(witness, round, newest, now);
        }
    }

    private Round load(String name) {
        Round round = new Round();
        try (Snapshot snapshot = context.world().store().snapshot()) {
            Cosignatures.foreign(snapshot.sql()).stream()
                    .filter(known -> known.witness().equals(name))
                    .forEach(known -> round.cosignedSize = known.size());
        }
        return round;
    }

    private void wakeAt(Round round, Instant due) {
        if (due.isBefore(round.wakeAt)) {
            round.cancel.cancel();
            round.wakeAt = due;
            round.cancel = context.world().schedule().at(due, () -> {
                round.wakeAt = Instant.MAX;
                run();
            });
        }
    }

    private void ask(Foreign witness, Round round, SignedCheckpoint newest, Instant now) {
        URI url;
        try {
            url = URI.create(witness.url() + "/add-checkpoint");
        } catch (IllegalArgumentException e) {
            trouble(witness, round, "has no usable address: " + e.getMessage());
            return;
        }
        round.asking = true;
        round.again = false;
        round.refreshAt = now.plus(IDLE_PAUSE);
        long size = newest.checkpoint().head().size();
        long from = Math.min(round.cosignedSize, size);
        var proof = new Tree(context.ledger().tiles(), size).consistency(from);
        var request = new AddCheckpointRequest(from, proof, newest);
        settings.transport().ask(url, Optional.of(request.encode()), outcome -> {
            round.asking = false;
            round.notBefore = context.world().clock().instant().plus(GROWN_PAUSE);
            answered(witness, round, request, outcome);
            run();
        });
    }

    private void answered(Foreign witness, Round round, AddCheckpointRequest request, Outcome<PeerAnswer> outcome) {
        if (!(outcome instanceof Outcome.Done<PeerAnswer>(PeerAnswer answer))) {
            trouble(witness, round, "cannot be reached");
            return;
        }
        try {
            switch (answer.status()) {
                case 200 -> keep(witness, round, request.accept(answer.body(), witness.keys()));
                case 409 -> stale(witness, round, request, answer);
                case 404 -> trouble(witness, round, "does not follow this log: its operator has not entered its keys");
                case 403 -> trouble(witness, round, "does not know the keys of this log");
                case 422 -> {
                    trouble(witness, round, "says that the proof of this log does not hold");
                    lookAtWhatItHolds(witness);
                }
                case 429, 503 -> later(round, answer);
                default -> trouble(witness, round, "answered with status " + answer.status());
            }
        } catch (LogException e) {
            trouble(witness, round, "gave an answer that does not hold: " + e.getMessage());
        }
    }

    private void keep(Foreign witness, Round round, SignedCheckpoint note) {
        long size = note.checkpoint().head().size();
        round.cosignedSize = Math.max(round.cosignedSize, size);
        round.troubles = 0;
        long seconds = context.world().clock().instant().getEpochSecond();
        context.ledger().submit(Source.NODE, turn -> {
            Cosignatures.keep(turn.sql(), new Cosignatures.Cosigned(witness.name(), false, size, seconds, note));
            return true;
        });
    }

    private void stale(Foreign witness, Round round, AddCheckpointRequest request, PeerAnswer answer) {
        if (!answer.contentType().startsWith(WitnessAnswer.Stale.CONTENT_TYPE)) {
            trouble(witness, round, "answered 409 without a size");
            return;
        }
        long hint = AddCheckpointRequest.staleSize(answer.body());
        if (hint <= request.checkpoint().checkpoint().head().size() && hint != request.oldSize()) {
            round.cosignedSize = hint;
            round.again = true;
            return;
        }
        trouble(
                witness,
                round,
                "claims size " + hint + " for this log of size "
                        + context.ledger().committed().size() + "; a number proves nothing");
        lookAtWhatItHolds(witness);
    }

    /** Only our own signature on it would count. */
    private void lookAtWhatItHolds(Foreign witness) {
        String published = witness.url() + "/" + Witness.originHash(context.origin()) + "/checkpoint";
        settings.transport().ask(URI.create(published), Optional.empty(), outcome -> {
            if (outcome instanceof Outcome.Done<PeerAnswer>(PeerAnswer note) && note.status() == 200) {
                context.own().shown(context.me(), "witness " + witness.name(), note.body());
            }
        });
    }

    private void later(Round round, PeerAnswer answer) {
        long seconds = Math.min(answer.retryAfterSeconds().orElse(60), IDLE_PAUSE.toSeconds());
        round.notBefore = context.world().clock().instant().plusSeconds(Math.max(seconds, GROWN_PAUSE.toSeconds()));
    }

    /** Told to officers once it lasts; the pause doubles. */
    private void trouble(Foreign witness, Round round, String what) {
        round.troubles++;
        LOG.debug("the witness {} {}", witness.name(), what);
        if (round.troubles == 3) {
            context.alarms().raise(context.me(), "the witness " + witness.name() + " " + what);
        }
        Duration pause = GROWN_PAUSE.multipliedBy(1L << Math.min(round.troubles, 6));
        round.notBefore = context.world().clock().instant().plus(pause.compareTo(IDLE_PAUSE) < 0 ? pause : IDLE_PAUSE);
    }
}

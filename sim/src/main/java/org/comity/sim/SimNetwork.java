package org.comity.sim;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.comity.node.record.MemberId;
import org.comity.node.world.Outcome;
import org.comity.node.world.PeerAddress;
import org.comity.node.world.PeerAnswer;
import org.comity.node.world.PeerCall;
import org.comity.node.world.PeerFace;
import org.comity.node.world.PeerTransport;
import org.comity.node.world.Pin;

/**
 * The network between the nodes: carries calls and answers as bytes, late, twice, or not at all.
 *
 * <p>It stands in for mutual TLS: a call reaches the node that holds one of the pins asked for, and that node learns the caller's
 * pin and nothing else of it. A call that was carried out while its answer is lost looks to the caller like one that never arrived.
 */
public final class SimNetwork {

    /** A call on its way, for those who watch the line. */
    public record Passing(MemberId from, MemberId to, PeerCall call) {}

    /** A call that its receiver has taken; compared by identity, since a duplicate is another call. */
    private static final class Asked {
        private final WireWatch.Seen seen;
        private final Instant since;

        Asked(WireWatch.Seen seen, Instant since) {
            this.seen = seen;
            this.since = since;
        }

        WireWatch.Seen seen() {
            return seen;
        }

        Instant since() {
            return since;
        }
    }

    private record Socket(MemberId member, Supplier<Optional<PeerFace>> face) {}

    private final Agenda agenda;
    private final Chance chance;
    private final Supplier<Faults> faults;
    private final Trace trace;
    private final Map<Pin, Socket> sockets = new LinkedHashMap<>();
    private final Set<String> cuts = new TreeSet<>();
    private final List<Consumer<Passing>> watchers = new ArrayList<>();
    private final WireWatch watch;
    private final Consumer<String> violation;
    private final Set<Asked> open = new LinkedHashSet<>();

    SimNetwork(
            Agenda agenda,
            Chance chance,
            Supplier<Faults> faults,
            Trace trace,
            WireWatch watch,
            Consumer<String> violation) {
        this.watch = watch;
        this.violation = violation;
        this.agenda = agenda;
        this.chance = chance;
        this.faults = faults;
        this.trace = trace;
    }

    /** Connects a node under one of its TLS keys; the face is empty while the node is down. */
    void connect(MemberId member, Pin pin, Supplier<Optional<PeerFace>> face) {
        sockets.put(pin, new Socket(member, face));
    }

    /** Cuts the line between two nodes, both ways; what is under way is lost. */
    public void cut(MemberId one, MemberId other) {
        cutOneWay(one, other);
        cutOneWay(other, one);
    }

    /** Cuts what goes from one node to another: its calls to it, and its answers. */
    public void cutOneWay(MemberId from, MemberId to) {
        cuts.add(line(from, to));
        trace.add("world", "the line " + line(from, to) + " is cut");
    }

    /** Mends every line. */
    public void mend() {
        if (!cuts.isEmpty()) {
            cuts.clear();
            trace.add("world", "all lines are mended");
        }
    }

    /** Mends the line between two nodes, both ways. */
    public void mend(MemberId one, MemberId other) {
        boolean there = cuts.remove(line(one, other));
        boolean back = cuts.remove(line(other, one));
        if (there || back) {
            trace.add("world", "the line " + line(one, other) + " is mended");
        }
    }

    /** Hears of every call when it is made. Somebody who records a line can send a call again by {@link #ask}. */
    public void watch(Consumer<Passing> watcher) {
        watchers.add(watcher);
    }

    private static String line(MemberId one, MemberId other) {
        return one + ">" + other;
    }

    /** The road from one life of a node. Answers come back on its schedule, and to no later life. */
    PeerTransport road(MemberId me, Pin pin, Life life, Consumer<Runnable> schedule) {
        return (to, call, back) -> {
            life.requireGoing();
            WireWatch.Seen seen = watch.calling(me, to.member(), call, true);
            ask(seen, pin, to, outcome -> schedule.accept(() -> back.accept(outcome)));
        };
    }

    /**
     * Makes a call over a connection that proved a pin, also for somebody who is no node: a thief of a TLS key, a hostile peer.
     *
     * @param from for the trace
     * @param pin what the connection proves
     */
    public void ask(MemberId from, Pin pin, PeerAddress to, PeerCall call, Consumer<Outcome<PeerAnswer>> back) {
        ask(watch.calling(from, to.member(), call, false), pin, to, back);
    }

    private void ask(WireWatch.Seen seen, Pin pin, PeerAddress to, Consumer<Outcome<PeerAnswer>> back) {
        MemberId from = seen.from();
        PeerCall call = seen.call();
        watchers.forEach(watcher -> watcher.accept(new Passing(from, to.member(), call)));
        Pending pending = new Pending(from + ">" + to.member(), call.method() + " " + call.path(), back);
        trace.add(pending.who, pending.what + ", " + call.body().length + " bytes");
        agenda.in(
                faults.get().patience(),
                () -> pending.end(failed("no answer in " + faults.get().patience())));
        boolean twice = chance.happens(faults.get().duplicated());
        send(pending, seen, pin, to);
        if (twice) {
            send(pending, seen, pin, to);
        }
    }

    private void send(Pending pending, WireWatch.Seen seen, Pin pin, PeerAddress to) {
        PeerCall call = seen.call();
        boolean lost = chance.happens(faults.get().requestLost());
        PeerCall copy = new PeerCall(call.method(), call.path(), call.body().clone(), call.range());
        agenda.in(delay(), () -> {
            if (lost || isCut(seen.from(), to.member())) {
                trace.add(pending.who, "lost: " + pending.what);
            } else {
                watch.arrived(seen);
                arrive(pending, seen, pin, to, copy);
            }
        });
    }

    private void arrive(Pending pending, WireWatch.Seen seen, Pin pin, PeerAddress to, PeerCall call) {
        Optional<Socket> socket = sockets.entrySet().stream()
                .filter(candidate -> to.pins().contains(candidate.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
        Optional<PeerFace> face = socket.flatMap(found -> found.face().get());
        if (face.isEmpty()) {
            agenda.in(delay(), () -> pending.end(failed("nobody listens there")));
            return;
        }
        Optional<MemberId> caller = face.get().memberOf(pin);
        if (caller.isEmpty()) {
            answer(pending, seen.from(), to.member(), unrecognised());
            return;
        }
        Optional<PeerAnswer> refusal =
                face.get().beforeBody(caller.get(), call.method(), call.path(), call.body().length);
        if (refusal.isPresent()) {
            answer(pending, seen.from(), to.member(), refusal.get());
        } else {
            Asked asked = new Asked(seen, agenda.now());
            open.add(asked);
            face.get().answer(caller.get(), call, answer -> {
                if (!open.remove(asked)) {
                    violation.accept(seen.line() + " was answered twice");
                }
                watch.answering(seen, answer);
                answer(pending, seen.from(), to.member(), answer);
            });
        }
    }

    private void answer(Pending pending, MemberId from, MemberId to, PeerAnswer answer) {
        boolean lost = chance.happens(faults.get().answerLost());
        PeerAnswer copy = new PeerAnswer(
                answer.status(), answer.contentType(), answer.body().clone(), answer.retryAfterSeconds());
        agenda.in(delay(), () -> {
            if (lost || isCut(to, from)) {
                trace.add(pending.who, "lost: answer " + copy.status() + " to " + pending.what);
            } else {
                pending.end(new Outcome.Done<>(copy));
            }
        });
    }

    /** Forgets the calls that a process took and did not answer before it died. */
    void died(MemberId member) {
        open.removeIf(asked -> asked.seen().to().equals(member));
    }

    /** A call that one of these nodes took this long ago and still has not answered, if there is one. */
    public Optional<String> unanswered(Duration age, Predicate<MemberId> whose) {
        return open.stream()
                .filter(asked -> whose.test(asked.seen().to()))
                .filter(asked -> asked.since().plus(age).isBefore(agenda.now()))
                .map(asked -> asked.seen().line())
                .findFirst();
    }

    private Duration delay() {
        return chance.between(faults.get().shortestDelay(), faults.get().longestDelay());
    }

    private boolean isCut(MemberId one, MemberId other) {
        return cuts.contains(line(one, other));
    }

    private static <T> Outcome<T> failed(String why) {
        return new Outcome.Failed<>(new IOException(why));
    }

    /** What the peers' face answers to a TLS key that no recognised card names. */
    private static PeerAnswer unrecognised() {
        String problem = "{\"type\":\"/problems/not-recognised\",\"status\":403}";
        return PeerAnswer.of(403, "application/problem+json", problem.getBytes(StandardCharsets.UTF_8));
    }

    /** A call whose caller waits: the first end counts, later ones are nothing. */
    private final class Pending {

        private final String who;
        private final String what;
        private final Consumer<Outcome<PeerAnswer>> back;
        private boolean ended;

        Pending(String who, String what, Consumer<Outcome<PeerAnswer>> back) {
            this.who = who;
            this.what = what;
            this.back = back;
        }

        void end(Outcome<PeerAnswer> outcome) {
            if (ended) {
                return;
            }
            ended = true;
            trace.add(
                    who,
                    switch (outcome) {
                        case Outcome.Done<PeerAnswer>(PeerAnswer answer) ->
                            "answer " + answer.status() + ", " + answer.body().length + " bytes, to " + what;
                        case Outcome.Failed<PeerAnswer>(Exception cause) ->
                            "no answer to " + what + ": " + cause.getMessage();
                    });
            back.accept(outcome);
        }
    }
}

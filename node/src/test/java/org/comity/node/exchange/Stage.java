package org.comity.node.exchange;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.comity.age.Workers;
import org.comity.node.Node;
import org.comity.node.NodeConfig;
import org.comity.node.directory.AddressRule;
import org.comity.node.directory.Comparison;
import org.comity.node.directory.SoftwareSigner;
import org.comity.node.evidence.EvidenceSettings;
import org.comity.node.evidence.MemoryPartials;
import org.comity.node.ledger.Erased;
import org.comity.node.ledger.Generation;
import org.comity.node.ledger.LogIdentity;
import org.comity.node.ledger.LogSuccession;
import org.comity.node.ledger.Source;
import org.comity.node.record.AuthorityId;
import org.comity.node.record.Realm;
import org.comity.node.store.MemoryBlobs;
import org.comity.node.store.MemoryStore;
import org.comity.node.store.Snapshot;
import org.comity.node.store.Space;
import org.comity.node.store.SqliteStore;
import org.comity.node.world.Crew;
import org.comity.node.world.Guard;
import org.comity.node.world.Outcome;
import org.comity.node.world.PeerAddress;
import org.comity.node.world.PeerAnswer;
import org.comity.node.world.PeerCall;
import org.comity.node.world.Schedule;
import org.comity.node.world.World;
import org.comity.tlog.TreeHead;

/** One honest node, on one thread and a clock that the test moves, before peers that the test plays. */
final class Stage implements InstantSource, Schedule, Crew, Guard {

    /** A call of the node that waits for the test's answer. */
    record Outgoing(PeerAddress to, PeerCall call, Consumer<Outcome<PeerAnswer>> back) {

        void answer(PeerAnswer answer) {
            back.accept(new Outcome.Done<>(answer));
        }

        void lose() {
            back.accept(new Outcome.Failed<>(new java.io.IOException("the line is dead")));
        }
    }

    private record Timer(Instant due, long number, Runnable wake) {}

    final HostilePeer self;
    final Deque<Outgoing> outgoing = new ArrayDeque<>();
    private final List<HostilePeer> admitted = new ArrayList<>();
    private final Random random;
    private final List<Receiver> receivers;
    private final Duration padding;
    private final ExchangeSettings settings;
    private final MemoryBlobs blobs = new MemoryBlobs();
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final PriorityQueue<Timer> timers =
            new PriorityQueue<>(Comparator.comparing(Timer::due).thenComparing(Timer::number));
    private Instant now = HostilePeer.ISSUED.plusSeconds(60);
    private long numbers;
    private Optional<TreeHead> guard = Optional.empty();
    private MemoryStore store;
    private Node node;

    /** A node that pads its log so often. */
    static Stage padded(Duration every, Receiver... receivers) {
        return new Stage("XA", every, WitnessSettings.standard(), receivers);
    }

    Stage(Receiver... receivers) {
        this("XA", receivers);
    }

    Stage(String code, Receiver... receivers) {
        this(code, Duration.ZERO, WitnessSettings.standard(), receivers);
    }

    Stage(String code, WitnessSettings witnesses, Receiver... receivers) {
        this(code, Duration.ZERO, witnesses, receivers);
    }

    private Stage(String code, Duration padding, WitnessSettings witnesses, Receiver... receivers) {
        this(
                new HostilePeer(code, Realm.WORLD),
                SqliteStore.inMemory(),
                padding,
                ExchangeSettings.standard().withWitnesses(witnesses),
                receivers);
    }

    private Stage(
            HostilePeer self, MemoryStore store, Duration padding, ExchangeSettings settings, Receiver... receivers) {
        // A restored node must not draw the bytes again that its former life drew.
        this.random = new Random(Arrays.hashCode(store.image()) + self.member.hashCode());
        this.padding = padding;
        this.settings = settings;
        this.self = self;
        this.store = store;
        this.receivers = List.of(receivers);
        this.node = boot();
    }

    /** An older disk is put back, guard and all, and started as if nothing had happened. */
    static Stage undeclared(HostilePeer self, byte[] image, Receiver... receivers) {
        return new Stage(self, SqliteStore.inMemory(image), Duration.ZERO, ExchangeSettings.standard(), receivers);
    }

    /** A backup is restored as the rules want it: declared, under the next generation. */
    static Stage restored(HostilePeer self, byte[] image, Receiver... receivers) {
        MemoryStore restored = SqliteStore.inMemory(image);
        LogIdentity next =
                new LogIdentity(Realm.WORLD, self.member, self.keys.node().logOrigin(self.keys.generation() + 1));
        Generation closed = LogSuccession.declare(restored, next, "the disk died", HostilePeer.ISSUED);
        return new Stage(
                self.nextGeneration(closed.end()), restored, Duration.ZERO, ExchangeSettings.standard(), receivers);
    }

    /** A node that peers cannot reach. */
    static Stage fetching(String code, Duration every, Receiver... receivers) {
        return new Stage(
                new HostilePeer(code, Realm.WORLD),
                SqliteStore.inMemory(),
                Duration.ZERO,
                ExchangeSettings.standard().withFetchEvery(every),
                receivers);
    }

    /** Calls of this node arrive; what the other one calls is another matter. */
    void deliverAll(Stage to) {
        while (deliver(to)) {
            // Each answer may bring the next call.
        }
    }

    void loseCallsTo(Stage to) {
        run();
        outgoing.stream()
                .filter(call -> call.to().equals(to.self.card.node().address()))
                .toList()
                .forEach(call -> {
                    outgoing.remove(call);
                    call.lose();
                });
    }

    byte[] image() {
        return store.image();
    }

    private Node boot() {
        World world = new World(
                this, this, random::nextBytes, this, this::ask, store, blobs, new SoftwareSigner(self.keys), this);
        NodeConfig config = new NodeConfig(
                Realm.WORLD,
                self.member,
                self.keys,
                AddressRule.ALLOW_PRIVATE,
                new EvidenceSettings(new AuthorityId("justice"), "vault", "test", 0),
                new MemoryPartials(),
                Workers.callingThread(),
                settings,
                padding);
        Node booted = new Node(config, world);
        receivers.forEach(booted.exchange()::deliverTo);
        booted.start();
        return booted;
    }

    Node node() {
        return node;
    }

    Exchange exchange() {
        return node.exchange();
    }

    /** The process is killed and starts again on what was committed. */
    void killAndRestart() {
        tasks.clear();
        timers.clear();
        outgoing.clear();
        store = SqliteStore.inMemory(store.image());
        node = boot();
        run();
        outgoing.clear();
        admitted.forEach(this::greet);
    }

    /** How full the disk says it is. */
    void setSpace(Space space) {
        store.setSpace(space);
        now = now.plusSeconds(2);
    }

    /** Somebody sets the clock, forward or back; timers go on as they are. */
    void setClock(Duration by) {
        now = now.plus(by);
    }

    /** Lets so much time pass. */
    void pass(Duration time) {
        Instant end = now.plus(time);
        runTimersUntil(end);
        now = end;
        run();
    }

    private void runTimersUntil(Instant end) {
        run();
        Timer timer;
        while ((timer = timers.peek()) != null && !timer.due().isAfter(end)) {
            timers.remove();
            now = timer.due().isAfter(now) ? timer.due() : now;
            timer.wake().run();
            run();
        }
    }

    /** Recognises a peer. */
    void admit(HostilePeer peer) {
        result(node.ledger()
                .submit(Source.NODE, turn -> node.directory().admit(turn, peer.card, Comparison.DEMO, List.of())));
        peer.about = self.origin();
        if (admitted.stream().noneMatch(known -> known.member.equals(peer.member))) {
            // The node greets whom it has not heard yet; here the peer speaks first.
            outgoing.stream()
                    .filter(call -> call.call().path().equals(Hello.PATH)
                            && call.to().member().equals(peer.member))
                    .findFirst()
                    .ifPresent(outgoing::remove);
        }
        admitted.add(peer);
        greet(peer);
    }

    /** The peer says that it holds nothing of the node's log. */
    private void greet(HostilePeer peer) {
        call(peer, PeerCall.post(Hello.PATH, peer.helloNothing().body()));
    }

    /** What the node says to the head of a call, before its body is read. */
    Optional<PeerAnswer> before(HostilePeer connection, String method, String path, long length) {
        return exchange().beforeBody(connection.member, method, path, length);
    }

    /** What the node answers to a call over a peer's connection. */
    PeerAnswer call(HostilePeer connection, PeerCall call) {
        Optional<PeerAnswer> answer = tryCall(connection, call);
        return answer.orElseThrow(() -> new AssertionError("no answer to " + call.path()));
    }

    /** The same, where the node may die before it answers. */
    Optional<PeerAnswer> tryCall(HostilePeer connection, PeerCall call) {
        var from = exchange().memberOf(connection.keys.tls().pin());
        if (from.isEmpty()) {
            return Optional.of(
                    Problem.of(Problem.Type.NOT_RECOGNISED, "unknown pin").toAnswer());
        }
        List<PeerAnswer> answers = new ArrayList<>();
        exchange().answer(from.get(), call, answers::add);
        runUntil(() -> !answers.isEmpty());
        return answers.stream().findFirst();
    }

    /** Calls that arrive at the same moment; waits for none of their answers. */
    void callTogether(HostilePeer connection, PeerCall... calls) {
        var from = exchange().memberOf(connection.keys.tls().pin()).orElseThrow();
        for (PeerCall call : calls) {
            exchange().answer(from, call, answer -> {});
        }
        run();
    }

    PeerAnswer post(HostilePeer connection, byte[] parcel) {
        return call(connection, PeerCall.post(Courier.PARCELS, parcel));
    }

    Hello hello(HostilePeer connection) {
        return Hello.decode(call(connection, PeerCall.get(Hello.PATH)).body());
    }

    /** The next call of the node on this path; waits for it up to an hour of its time. */
    Outgoing nextCall(String path) {
        runUntil(() -> outgoing.stream().anyMatch(call -> call.call().path().equals(path)));
        Outgoing found = outgoing.stream()
                .filter(call -> call.call().path().equals(path))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the node never called " + path));
        outgoing.remove(found);
        return found;
    }

    /** Whether the node calls this path within an hour if nobody answers it. */
    boolean calls(String path) {
        runUntil(() -> outgoing.stream().anyMatch(call -> call.call().path().equals(path)));
        return outgoing.stream().anyMatch(call -> call.call().path().equals(path));
    }

    /** Whether the node calls this path at this peer within an hour. */
    boolean callsTo(HostilePeer peer, String path) {
        runUntil(() -> isOpen(peer, path));
        return isOpen(peer, path);
    }

    private boolean isOpen(HostilePeer peer, String path) {
        return outgoing.stream()
                .anyMatch(call -> call.call().path().equals(path)
                        && call.to().equals(peer.card.node().address()));
    }

    /** All open calls are lost. */
    void loseCalls() {
        List<Outgoing> lost = List.copyOf(outgoing);
        outgoing.clear();
        lost.forEach(Outgoing::lose);
        run();
    }

    private void ask(PeerAddress to, PeerCall call, Consumer<Outcome<PeerAnswer>> back) {
        outgoing.add(new Outgoing(to, call, outcome -> soon(() -> back.accept(outcome))));
    }

    /** Lets two nodes talk until neither has anything to say to the other at this moment; calls to others stay open. */
    static void talk(Stage one, Stage two) {
        while (one.deliver(two) | two.deliver(one)) {
            // Each answer may bring the next call.
        }
    }

    /**
     * What went between two nodes.
     *
     * @param bytes of parcels, as they are padded, and of answers
     * @param heads of third members that were told in them
     * @param forHeads bytes of these that would not have gone without heads
     */
    record Traffic(long bytes, long heads, long forHeads) {
        static final Traffic NONE = new Traffic(0, 0, 0);

        Traffic plus(Traffic other) {
            return new Traffic(bytes + other.bytes, heads + other.heads, forHeads + other.forHeads);
        }

        private static Traffic of(Parcel parcel, Answer answer, int answerBytes) {
            int padded = ParcelWriter.rung(ParcelWriter.plaintext(parcel).length);
            int bare = ParcelWriter.rung(ParcelWriter.plaintext(parcel.withForeignHeads(List.of())).length);
            int told =
                    answer.foreignHeads().stream().mapToInt(head -> head.length).sum();
            return new Traffic(
                    padded + answerBytes,
                    parcel.foreignHeads().size() + answer.foreignHeads().size(),
                    padded - bare + told);
        }
    }

    /** Lets this node's calls come to another until there are no more, and weighs its parcels and their answers. */
    Traffic exchanged(Stage to) {
        Traffic traffic = Traffic.NONE;
        run();
        List<Outgoing> mine;
        while (!(mine = outgoing.stream()
                        .filter(call -> call.to().equals(to.self.card.node().address()))
                        .toList())
                .isEmpty()) {
            outgoing.removeAll(mine);
            for (Outgoing call : mine) {
                PeerAnswer answer = to.call(self, call.call());
                if (call.call().path().equals(Courier.PARCELS) && answer.status() == 200) {
                    Parcel parcel = to.self.open(call.call().body());
                    traffic = traffic.plus(Traffic.of(parcel, Answer.decode(answer.body()), answer.body().length));
                }
                call.answer(answer);
                run();
            }
        }
        return traffic;
    }

    private boolean deliver(Stage to) {
        run();
        List<Outgoing> mine = outgoing.stream()
                .filter(call -> call.to().equals(to.self.card.node().address()))
                .toList();
        outgoing.removeAll(mine);
        mine.forEach(call -> call.answer(to.call(self, call.call())));
        run();
        return !mine.isEmpty();
    }

    <T> T result(CompletionStage<T> stage) {
        runUntil(() -> stage.toCompletableFuture().isDone());
        return stage.toCompletableFuture().join();
    }

    long count(String sql, Object... args) {
        try (Snapshot snapshot = store.snapshot()) {
            return snapshot.sql().number(sql, args);
        }
    }

    List<String> alarms() {
        run();
        try (Snapshot snapshot = store.snapshot()) {
            return AlarmBook.newest(snapshot.sql(), 100).stream()
                    .map(AlarmBook.Alarm::why)
                    .toList();
        }
    }

    /** Kinds of what was logged from an index on. */
    List<String> kindsFrom(long index) {
        List<String> kinds = new ArrayList<>();
        for (long at = index; at < node.ledger().committed().size(); at++) {
            try {
                kinds.add(node.ledger().acts().at(at).orElseThrow().act().kind().text());
            } catch (Erased e) {
                kinds.add("erased");
            }
        }
        return kinds;
    }

    /** What became of a peer's message, by its place. */
    Optional<String> disposition(HostilePeer peer, int lane, long sequence) {
        try (Snapshot snapshot = store.snapshot()) {
            return snapshot.sql()
                    .first(
                            "SELECT disposition FROM exchange_inbox WHERE peer = ? AND lane = ? AND seq = ?",
                            row -> row.text(0),
                            peer.member.code(),
                            lane,
                            sequence);
        }
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public void soon(Runnable task) {
        tasks.add(task);
    }

    @Override
    public Cancel at(Instant due, Runnable wake) {
        Timer timer = new Timer(due, numbers++, wake);
        timers.add(timer);
        return () -> timers.remove(timer);
    }

    @Override
    public <T> void lift(Callable<T> pure, Consumer<Outcome<T>> back) {
        Outcome<T> outcome;
        try {
            outcome = new Outcome.Done<>(pure.call());
        } catch (Exception e) {
            outcome = new Outcome.Failed<>(e);
        }
        Outcome<T> ended = outcome;
        soon(() -> back.accept(ended));
    }

    @Override
    public void remember(TreeHead head) {
        guard = Optional.of(head);
    }

    @Override
    public Optional<TreeHead> newest() {
        return guard;
    }

    /** Runs what is to be done now. */
    void run() {
        Runnable task;
        while ((task = tasks.poll()) != null) {
            task.run();
        }
    }

    /** Runs until the condition holds, or an hour has passed. */
    private void runUntil(BooleanSupplier reached) {
        Instant end = now.plus(Duration.ofHours(1));
        run();
        while (!reached.getAsBoolean()) {
            Timer timer = timers.peek();
            if (timer == null || timer.due().isAfter(end)) {
                return;
            }
            timers.remove();
            now = timer.due().isAfter(now) ? timer.due() : now;
            timer.wake().run();
            run();
        }
    }
}

package org.comity.sim.puppet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.comity.age.Age;
import org.comity.age.Recipient;
import org.comity.node.record.MemberId;
import org.comity.node.record.Realm;
import org.comity.node.world.Outcome;
import org.comity.node.world.PeerAddress;
import org.comity.node.world.PeerAnswer;
import org.comity.node.world.PeerCall;
import org.comity.node.world.PeerFace;
import org.comity.node.world.Pin;
import org.comity.sim.Chance;
import org.comity.sim.Identity;
import org.comity.sim.SeededEntropy;
import org.comity.sim.SimClock;
import org.comity.sim.SimNode;
import org.comity.sim.SimWorld;
import org.comity.sim.wire.WireAnswer;
import org.comity.sim.wire.WireHead;
import org.comity.sim.wire.WireHello;
import org.comity.sim.wire.WireItem;
import org.comity.sim.wire.WireParcel;
import org.comity.tlog.Hash;
import org.comity.tlog.TreeHead;

/**
 * A recognised member that lies.
 *
 * <p>As a sender it asks a node what it holds, builds the parcel that an honest sender would build, and changes one thing in it. As a
 * receiver it answers through {@link Replies}. Some puppets keep two histories under one name and show one to half of the nodes and
 * the other to the rest.
 */
public final class Puppet implements PeerFace {

    private static final String PARCELS = "/peer/v1/parcels";
    private static final long LANE = 1;

    /** What an honest node said before a parcel is built for it. */
    private record Ground(SimNode to, long heldSize, long next) {}

    private final SimWorld world;
    private final Identity me;
    private final Chance chance;
    private final SeededEntropy entropy;
    private final Letterbox letters;
    private final Replies replies;
    private final History first;
    private final History second;
    private final boolean forks;
    private final List<WireParcel> received = new ArrayList<>();
    private Optional<byte[]> lastGood = Optional.empty();
    private long chains;
    private long refused;

    private Puppet(SimWorld world, Identity me) {
        String name = me.member().code();
        this.world = world;
        this.me = me;
        this.chance = Chance.of(world.seed(), "puppet " + name);
        this.entropy = new SeededEntropy(world.seed(), "puppet " + name);
        this.letters = new Letterbox(me);
        this.first = new History(me.keys());
        this.second = new History(me.keys());
        this.forks = chance.happens(300);
        this.replies = new Replies(world, me, letters, chance, entropy, this::historyFor);
    }

    /** Adds a puppet to a world; honest nodes have still to recognise its card. */
    public static Puppet join(SimWorld world, int number) {
        MemberId member = new MemberId("Y" + (char) ('A' + number));
        Identity identity = Identity.create(
                Realm.WORLD, member, new SeededEntropy(world.seed(), "keys " + member), SimClock.BEGINNING);
        Puppet puppet = new Puppet(world, identity);
        world.addPuppet(identity, puppet);
        return puppet;
    }

    public Identity identity() {
        return me;
    }

    /** Parcels of this puppet that were turned down. */
    public long refused() {
        return refused;
    }

    /** Whether it ever showed two nodes two histories, by what they hold. */
    public boolean showedTwoHistories() {
        return forks
                && world.nodes().stream().anyMatch(node -> isShown(node, first))
                && world.nodes().stream().anyMatch(node -> isShown(node, second));
    }

    private boolean isShown(SimNode node, History history) {
        return historyFor(node.member()) == history
                && node.watch().everHeld(me.keys().origin()).stream().anyMatch(head -> head.size() > 0);
    }

    /** @throws AssertionError when a node went from one history to another without noticing */
    public void requireOneHistoryEach() {
        for (SimNode node : world.nodes()) {
            for (List<TreeHead> strand : node.watch().strands(me.keys().origin())) {
                if (!strand.stream().allMatch(first::holds) && !strand.stream().allMatch(second::holds)) {
                    throw new AssertionError(node.member() + " held heads of " + me.member()
                            + " that lie in no one history of it: " + strand);
                }
            }
        }
    }

    private History historyFor(MemberId member) {
        return forks && world.node(member).member().code().charAt(1) % 2 == 1 ? second : first;
    }

    private History otherHistory(History history) {
        return history == first ? second : first;
    }

    /** Does one thing to a node: a parcel, or calls that make no sense. */
    public void act(SimNode to) {
        Lie[] all = Lie.values();
        Lie drawn = all[(int) chance.below(all.length)];
        Lie lie = chance.happens(300) ? Lie.NONE : tempered(drawn);
        if (lie == Lie.STRAY_CALLS) {
            stray(to);
            return;
        }
        call(to, PeerCall.get("/peer/v1/hello"), answer -> {
            WireHello hello = WireHello.decode(answer.body());
            TreeHead held = hello.held()
                    .map(WireHead::of)
                    .map(head -> new TreeHead(head.size(), head.root()))
                    .orElse(TreeHead.EMPTY);
            if (historyFor(to.member()).holds(held)) {
                // Whoever holds nothing on this road cannot see at once that a history is another one: the roads are
                // tied later.
                Lie told = lie == Lie.OTHER_HISTORY && held.size() == 0 ? Lie.NONE : lie;
                post(new Ground(to, held.size(), hello.next().getOrDefault(LANE, 1L)), told);
            }
        });
    }

    /** Another history ends all that a puppet could do to a node, so most of the time only its proof is wrong. */
    private Lie tempered(Lie drawn) {
        return drawn == Lie.OTHER_HISTORY && !chance.happens(200) ? Lie.CONSISTENCY_CHANGED : drawn;
    }

    private void call(SimNode to, PeerCall call, Consumer<PeerAnswer> good) {
        PeerAddress address = to.identity().card().node().address();
        world.network().ask(me.member(), me.keys().tls().pin(), address, call, outcome -> {
            if (outcome instanceof Outcome.Done<PeerAnswer>(PeerAnswer answer)) {
                if (answer.status() == 200) {
                    good.accept(answer);
                } else {
                    refused++;
                }
            }
        });
    }

    private void stray(SimNode to) {
        byte[] noise = entropy.bytes((int) chance.below(200));
        call(to, PeerCall.post(PARCELS, noise), answer -> {});
        call(to, PeerCall.post("/peer/v1/parcels/urgent", noise), answer -> {});
        call(to, PeerCall.post("/peer/v1/hello", noise), answer -> {});
        call(to, PeerCall.post("/peer/v1/witness/add-checkpoint", noise), answer -> {});
        call(to, PeerCall.post("/peer/v1/witness/sign-subtree", noise), answer -> {});
        call(to, PeerCall.get("/peer/v1/consistency?from=9&to=" + chance.below(1L << 40)), answer -> {});
        call(to, PeerCall.get("/peer/v1/heads"), answer -> {});
        call(to, PeerCall.get("/peer/v1/nothing/" + chance.below(100)), answer -> {});
    }

    private void post(Ground ground, Lie lie) {
        world.trace().add(me.member().code(), "sends to " + ground.to().member() + ": " + lie);
        if (lie == Lie.REPLAY) {
            lastGood.ifPresent(file -> call(ground.to(), PeerCall.post(PARCELS, file), answer -> {}));
            return;
        }
        History history = historyFor(ground.to().member());
        History shown = lie == Lie.OTHER_HISTORY ? otherHistory(history) : history;
        if (lie == Lie.FORWARDED) {
            forward(ground);
            return;
        }
        List<WireItem> items = items(ground, lie, shown);
        WireParcel parcel = new WireParcel(
                Realm.WORLD.name(),
                me.keys().origin(),
                ground.to().member().code(),
                world.clock().millis(),
                shown.checkpoint(),
                ground.heldSize(),
                shown.consistency(ground.heldSize()),
                shown.batch(items),
                items,
                List.of(),
                new WireParcel.Chain(++chains, 0, 0));
        if (lie.isForbidden()) {
            items.forEach(item -> world.wire().forbid(item.entry()));
        }
        byte[] plain = new Forgery(chance).apply(parcel, lie).encode(lie == Lie.VERSION ? 2 : 1, 64);
        byte[] file = seal(ground.to(), plain, lie);
        if (lie == Lie.NONE) {
            lastGood = Optional.of(file);
        }
        call(
                ground.to(),
                PeerCall.post(PARCELS, file),
                answer -> WireAnswer.decode(answer.body()).stopped().ifPresent(stop -> refused++));
    }

    private List<WireItem> items(Ground ground, Lie lie, History history) {
        long sequence = switch (lie) {
            case GAP -> ground.next() + 1 + chance.below(3);
            case OTHER_UNDER_KNOWN_NUMBER -> Math.max(1, ground.next() - 1);
            default -> ground.next();
        };
        List<WireItem> items = new ArrayList<>();
        items.add(item(ground, lie, history, sequence));
        if (lie == Lie.OTHER_UNDER_KNOWN_NUMBER && ground.next() == 1) {
            // Nothing is known yet: two different messages under one number in one parcel.
            items.add(item(ground, lie, history, sequence));
            items.removeFirst();
            world.wire().forbid(items.getFirst().entry());
            return List.of(withLane(items.getFirst(), LANE, 3));
        }
        if (lie == Lie.NUMBERS_AGAINST_INDEXES) {
            WireItem later = item(ground, lie, history, sequence);
            WireItem early = items.removeFirst();
            items.add(withLane(later, LANE, sequence));
            items.add(withLane(early, LANE, sequence + 1));
            world.wire().forbid(early.entry());
        } else if (lie == Lie.TWO_OF_ONE_INDEX) {
            items.add(withLane(items.getFirst(), LANE, sequence + 1));
        }
        return items;
    }

    private WireItem item(Ground ground, Lie lie, History history, long sequence) {
        String fate = lie == Lie.ODD_LETTER ? List.of("refuse", "fail", "echo").get((int) chance.below(3)) : "read";
        byte[] record = letters.letter(ground.to().member(), sequence, lie, fate);
        if (lie == Lie.MALFORMED) {
            record[record.length - 1] ^= (byte) 0xff;
        }
        byte[] salt = entropy.bytes(Hash.BYTES);
        Hash entry = WireItem.entry(salt, record);
        long index = history.append(entry);
        return lie == Lie.WITHHELD
                ? WireItem.withheld(LANE, sequence, index, entry, "kept back")
                : WireItem.opened(lie == Lie.OWN_LANE ? 3 : LANE, sequence, index, salt, record);
    }

    private static WireItem withLane(WireItem item, long lane, long sequence) {
        return new WireItem(
                lane, sequence, item.index(), item.opened(), item.salt(), item.record(), item.entry(), item.reason());
    }

    /** What somebody sent to this puppet, under the sender's own signatures, packed anew for a third. */
    private void forward(Ground ground) {
        Optional<WireParcel> stolen = received.stream()
                .filter(parcel ->
                        !parcel.origin().equals(ground.to().identity().keys().origin()))
                .findFirst();
        stolen.ifPresent(parcel -> {
            parcel.items().stream()
                    .filter(item -> item.lane() != 2)
                    .forEach(item -> world.wire().forbid(item.entry()));
            WireParcel packed = new WireParcel(
                    parcel.realm(),
                    parcel.origin(),
                    ground.to().member().code(),
                    parcel.sentMs(),
                    parcel.checkpoint(),
                    0,
                    List.of(),
                    parcel.nodes(),
                    parcel.items(),
                    List.of(),
                    new WireParcel.Chain(++chains, 0, 0));
            call(ground.to(), PeerCall.post(PARCELS, seal(ground.to(), packed.encode(1, 0), Lie.FORWARDED)), a -> {});
        });
    }

    private byte[] seal(SimNode to, byte[] plain, Lie lie) {
        List<Recipient> readers = new ArrayList<>();
        readers.add(to.identity().keys().parcelIdentity().recipient());
        if (lie == Lie.TWO_RECIPIENTS) {
            readers.add(me.keys().parcelIdentity().recipient());
        }
        byte[] file = Age.seal(readers, plain, entropy::fill);
        if (lie == Lie.FLIPPED_BYTE) {
            file[(int) chance.below(file.length)] ^= (byte) (1 << chance.below(8));
        }
        return lie == Lie.CUT_SHORT ? java.util.Arrays.copyOf(file, (int) chance.below(file.length)) : file;
    }

    @Override
    public Optional<MemberId> memberOf(Pin pin) {
        return world.nodes().stream()
                .filter(node -> node.identity().keys().tls().pin().equals(pin))
                .map(SimNode::member)
                .findFirst();
    }

    @Override
    public void answer(MemberId from, PeerCall call, Consumer<PeerAnswer> back) {
        if (call.path().startsWith(PARCELS)) {
            WireParcel parcel =
                    WireParcel.decode(Age.open(call.body(), List.of(me.keys().parcelIdentity())));
            if (received.size() < 20 && !parcel.items().isEmpty()) {
                received.add(parcel);
            }
            replies.toParcel(from, parcel, back);
        } else {
            replies.toCall(from, call, back);
        }
    }
}

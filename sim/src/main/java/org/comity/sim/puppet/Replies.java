package org.comity.sim.puppet;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.comity.node.cbor.CborWriter;
import org.comity.node.record.MemberId;
import org.comity.node.record.Realm;
import org.comity.node.world.PeerAnswer;
import org.comity.node.world.PeerCall;
import org.comity.sim.Chance;
import org.comity.sim.Identity;
import org.comity.sim.SeededEntropy;
import org.comity.sim.SimWorld;
import org.comity.sim.wire.WireAnswer;
import org.comity.sim.wire.WireHead;
import org.comity.sim.wire.WireHello;
import org.comity.sim.wire.WireItem;
import org.comity.sim.wire.WireParcel;
import org.comity.sim.wire.WireReceipt;
import org.comity.tlog.AddCheckpointRequest;
import org.comity.tlog.Hash;
import org.comity.tlog.SignedCheckpoint;

/** What a puppet answers: receipts that are right, receipts with one thing wrong, refusals without a reason, and nothing at all. */
final class Replies {

    private static final String CBOR = "application/cbor";

    /** What is done to an answer to a parcel. */
    private enum Reply {
        RIGHT,
        NO_ANSWER,
        NOT_NOW,
        HEAD_UNKNOWN,
        FORKED,
        NOISE,
        ENTRY_OF_ANOTHER,
        INDEX_OF_ANOTHER,
        NUMBER_OF_ANOTHER,
        LOG_OF_ANOTHER,
        RECIPIENT_OF_ANOTHER,
        PROOF_CHANGED,
        CONSISTENCY_CHANGED,
        SIGNATURE_MISSING,
        FEWER,
        NONE_AT_ALL,
        TWICE
    }

    private record Chain(long id, long base) {}

    private final SimWorld world;
    private final Identity me;
    private final Letterbox letters;
    private final Chance chance;
    private final SeededEntropy entropy;
    private final Function<MemberId, History> histories;
    private final boolean mostlyRight;
    private final Map<MemberId, Chain> chains = new HashMap<>();
    private final Map<MemberId, byte[]> held = new HashMap<>();
    private final Map<String, Long> next = new HashMap<>();

    Replies(
            SimWorld world,
            Identity me,
            Letterbox letters,
            Chance chance,
            SeededEntropy entropy,
            Function<MemberId, History> histories) {
        this.world = world;
        this.me = me;
        this.letters = letters;
        this.chance = chance;
        this.entropy = entropy;
        this.histories = histories;
        this.mostlyRight = chance.happens(700);
    }

    void toParcel(MemberId from, WireParcel parcel, Consumer<PeerAnswer> back) {
        Reply[] all = Reply.values();
        Reply drawn = all[(int) chance.below(all.length)];
        Reply reply = chance.happens(mostlyRight ? 500 : 150) ? Reply.RIGHT : drawn;
        world.trace().add(me.member().code(), "answers " + from + ": " + reply);
        switch (reply) {
            case NO_ANSWER -> {}
            case NOT_NOW -> back.accept(problem(503, "starting"));
            case HEAD_UNKNOWN -> back.accept(problem(409, "head-unknown"));
            case FORKED -> back.accept(problem(409, "log-forked"));
            case NOISE -> back.accept(PeerAnswer.of(200, CBOR, entropy.bytes(50)));
            default ->
                back.accept(
                        PeerAnswer.of(200, CBOR, receipts(from, parcel, reply).encode()));
        }
    }

    private static PeerAnswer problem(int status, String slug) {
        String json = "{\"type\":\"/problems/" + slug + "\",\"status\":" + status + "}";
        return PeerAnswer.of(status, "application/problem+json", json.getBytes(StandardCharsets.UTF_8));
    }

    private WireAnswer receipts(MemberId from, WireParcel parcel, Reply reply) {
        History history = histories.apply(from);
        Chain chain = chains.get(from);
        long base = chain != null
                        && chain.id() == parcel.chain().id()
                        && parcel.chain().number() > 0
                ? chain.base()
                : parcel.chain().heldOfYours();
        WireHead head = WireHead.of(parcel.checkpoint());
        List<WireItem> items = new ArrayList<>();
        for (WireItem item : parcel.items()) {
            items.add(receipt(from, parcel, head, item, reply, history));
            next.merge(from + "/" + item.lane(), item.sequence() + 1, Math::max);
            if (reply == Reply.TWICE) {
                items.add(receipt(from, parcel, head, item, reply, history));
            }
        }
        if (reply == Reply.FEWER && !items.isEmpty()) {
            items.removeLast();
        } else if (reply == Reply.NONE_AT_ALL) {
            items.clear();
        }
        held.put(from, parcel.checkpoint());
        long shown = Math.min(base, history.size());
        byte[] nodes = history.batch(items);
        if (reply == Reply.PROOF_CHANGED) {
            nodes = nodes.length == 0 ? new byte[Hash.BYTES] : nodes;
            nodes[nodes.length - 1] ^= 1;
        }
        List<Hash> consistency =
                reply == Reply.CONSISTENCY_CHANGED ? List.of(Hash.EMPTY_ROOT) : history.consistency(shown);
        chains.put(from, new Chain(parcel.chain().id(), history.size()));
        return new WireAnswer(
                Realm.WORLD.name(),
                me.keys().origin(),
                reply == Reply.SIGNATURE_MISSING ? stripped(history.checkpoint()) : history.checkpoint(),
                shown,
                consistency,
                nodes,
                items,
                new TreeMap<>(),
                Optional.empty(),
                List.of());
    }

    private WireItem receipt(
            MemberId from, WireParcel parcel, WireHead head, WireItem item, Reply reply, History history) {
        WireReceipt body = new WireReceipt(
                reply == Reply.LOG_OF_ANOTHER ? "node.yz.example/log/g1" : parcel.origin(),
                item.lane(),
                reply == Reply.NUMBER_OF_ANOTHER ? item.sequence() + 1 : item.sequence(),
                reply == Reply.INDEX_OF_ANOTHER ? item.index() + 1 : item.index(),
                reply == Reply.ENTRY_OF_ANOTHER ? Hash.EMPTY_ROOT : item.entry(),
                head.size(),
                head.root(),
                "accepted",
                Optional.empty());
        MemberId to = reply == Reply.RECIPIENT_OF_ANOTHER ? new MemberId("YZ") : from;
        byte[] record = letters.receipt(to, body.encode());
        byte[] salt = entropy.bytes(Hash.BYTES);
        long index = history.append(WireItem.entry(salt, record));
        return WireItem.opened(3, 0, index, salt, record);
    }

    private static byte[] stripped(byte[] note) {
        String text = new String(note, StandardCharsets.UTF_8);
        return text.substring(0, text.lastIndexOf('\n', text.length() - 2) + 1).getBytes(StandardCharsets.UTF_8);
    }

    /** Greetings, witnessing and proofs. */
    void toCall(MemberId from, PeerCall call, Consumer<PeerAnswer> back) {
        if (call.path().equals("/peer/v1/hello")) {
            back.accept(PeerAnswer.of(200, CBOR, hello(from)));
        } else if (call.path().endsWith("/add-checkpoint")) {
            if (chance.happens(900)) {
                back.accept(PeerAnswer.of(200, "text/plain; charset=utf-8", cosigned(call.body())));
                return;
            }
            String huge = Long.toString(1_000_000_000_000_000L) + "\n";
            back.accept(
                    chance.happens(500)
                            ? PeerAnswer.of(409, "text/x.tlog.size", huge.getBytes(StandardCharsets.US_ASCII))
                            : PeerAnswer.of(200, "text/plain", entropy.bytes(40)));
        } else if (call.path().startsWith("/peer/v1/consistency?")) {
            back.accept(PeerAnswer.of(200, CBOR, consistency(from, call.path())));
        } else {
            back.accept(problem(404, "not-found"));
        }
    }

    /** It cosigns whatever it is shown. */
    private byte[] cosigned(byte[] body) {
        long now = world.clock().instant().getEpochSecond();
        byte[] note = SignedCheckpoint.sign(
                        AddCheckpointRequest.parse(body).checkpoint().checkpoint(),
                        now,
                        me.keys().witnessSigners())
                .encode();
        String text = new String(note, StandardCharsets.UTF_8);
        return text.substring(text.indexOf("\n\n") + 2).getBytes(StandardCharsets.UTF_8);
    }

    private byte[] hello(MemberId from) {
        long kind = chance.below(mostlyRight ? 40 : 8);
        TreeMap<Long, Long> expected = new TreeMap<>();
        for (long lane = 0; lane < 3; lane++) {
            long due = next.getOrDefault(from + "/" + lane, 1L);
            expected.put(lane, kind == 1 ? 1L << 40 : kind == 2 ? 1L : due);
        }
        Optional<byte[]> note = Optional.ofNullable(held.get(from)).filter(n -> kind != 3);
        if (kind == 4) {
            return entropy.bytes(30);
        }
        if (kind == 5) {
            note = note.map(Replies::stripped);
        }
        String about = world.identity(from).keys().origin();
        return new WireHello(Realm.WORLD.name(), note, expected, world.clock().millis()).encode(about, 1);
    }

    private byte[] consistency(MemberId from, String path) {
        String[] numbers =
                path.substring(path.indexOf('?')).replaceAll("[^0-9&]", "").split("&", -1);
        CborWriter out = new CborWriter(512);
        List<Hash> proof = chance.happens(800) && numbers.length == 2
                ? histories.apply(from).consistency(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]))
                : List.of(Hash.EMPTY_ROOT);
        out.array(proof.size());
        proof.forEach(hash -> out.bytes(hash.bytes()));
        return out.toBytes();
    }
}

package org.comity.node.exchange;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.comity.node.cbor.CborException;
import org.comity.node.cbor.CborLimits;
import org.comity.node.cbor.CborReader;
import org.comity.node.cbor.CborWriter;
import org.comity.node.record.Lane;
import org.comity.node.record.Realm;
import org.comity.tlog.BatchProof;
import org.comity.tlog.ConsistencyProof;
import org.comity.tlog.LogException;
import org.comity.tlog.SignedCheckpoint;

/**
 * What a receiver answers to a parcel: one receipt for each message of its good prefix, proven in the receiver's own log.
 *
 * <p>{@link ReceiptsReader} turns it into verified receipts; until then nothing in it is believed.
 *
 * @param origin the receiver's log
 * @param baseSize size of the receiver's log at which the consistency proof starts
 * @param proof one batch proof for all receipts
 * @param next the sequence expected next in each lane
 * @param stopped the first item that was not taken, and why
 * @param foreignHeads signed checkpoints of third parties, as the receiver holds them
 */
record Answer(
        Realm realm,
        String origin,
        SignedCheckpoint checkpoint,
        long baseSize,
        ConsistencyProof consistency,
        BatchProof proof,
        List<Item> receipts,
        SortedMap<Lane, Long> next,
        Optional<Stopped> stopped,
        List<byte[]> foreignHeads) {

    static final String MEDIA_TYPE = "application/cbor";

    /** The first item of a parcel that was not taken. */
    record Stopped(Lane lane, long sequence, Problem.Type problem) {}

    byte[] encode() {
        CborWriter out = new CborWriter(4_096);
        out.map(stopped.isPresent() ? 11 : 10);
        out.uint(1).uint(Limits.VERSION);
        out.uint(2).text(realm.name());
        out.uint(3).text(origin);
        out.uint(4).bytes(checkpoint.encode());
        out.uint(5).uint(baseSize);
        out.uint(6);
        ItemCodec.write(out, consistency);
        out.uint(7);
        ItemCodec.write(out, proof);
        out.uint(8);
        ItemCodec.write(out, receipts);
        out.uint(9);
        writeNext(out, next);
        stopped.ifPresent(stop -> out.uint(10)
                .array(3)
                .uint(stop.lane().number())
                .uint(stop.sequence())
                .text(stop.problem().slug()));
        out.uint(12);
        ItemCodec.writeHeads(out, foreignHeads);
        return out.toBytes();
    }

    /** @throws ParcelRefused when the bytes are no answer */
    static Answer decode(byte[] bytes) {
        try {
            return parse(new CborReader(bytes, CborLimits.PARCEL));
        } catch (CborException | LogException | IllegalArgumentException e) {
            throw new ParcelRefused(
                    Problem.of(Problem.Type.PARCEL_UNREADABLE, "the answer cannot be read: " + e.getMessage()), e);
        }
    }

    private static Answer parse(CborReader in) {
        int keys = in.map();
        ItemCodec.requireKey(in, 1);
        long version = in.uint();
        if (version != Limits.VERSION) {
            throw ParcelRefused.of(
                    Problem.Type.VERSION, "answer version " + version + ", spoken here is " + Limits.VERSION);
        }
        ItemCodec.requireKey(in, 2);
        Realm realm = new Realm(in.text());
        ItemCodec.requireKey(in, 3);
        String origin = in.text();
        ItemCodec.requireKey(in, 4);
        SignedCheckpoint checkpoint = ItemCodec.readCheckpoint(in);
        ItemCodec.requireKey(in, 5);
        long baseSize = in.uint();
        ItemCodec.requireKey(in, 6);
        ConsistencyProof consistency = ItemCodec.readConsistency(in);
        ItemCodec.requireKey(in, 7);
        BatchProof proof = ItemCodec.readBatch(in);
        ItemCodec.requireKey(in, 8);
        List<Item> receipts = ItemCodec.read(in, Limits.PARCEL_ITEMS);
        ItemCodec.requireKey(in, 9);
        SortedMap<Lane, Long> next = readNext(in);
        Optional<Stopped> stopped = keys == 11 ? Optional.of(readStopped(in)) : Optional.empty();
        ItemCodec.requireCount("the answer", keys, stopped.isPresent() ? 11 : 10);
        ItemCodec.requireKey(in, 12);
        List<byte[]> heads = ItemCodec.readHeads(in);
        in.end();
        return new Answer(realm, origin, checkpoint, baseSize, consistency, proof, receipts, next, stopped, heads);
    }

    static SortedMap<Lane, Long> readNext(CborReader in) {
        SortedMap<Lane, Long> next = new TreeMap<>();
        int lanes = in.map();
        for (int i = 0; i < lanes; i++) {
            next.put(Lane.of(in.key()), in.uint());
        }
        return next;
    }

    static void writeNext(CborWriter out, Map<Lane, Long> next) {
        out.map(next.size());
        new TreeMap<>(next).forEach((lane, sequence) -> out.uint(lane.number()).uint(sequence));
    }

    private static Stopped readStopped(CborReader in) {
        ItemCodec.requireKey(in, 10);
        ItemCodec.requireCount("stopped", in.array(), 3);
        Lane lane = Lane.of(in.uint());
        long sequence = in.uint();
        String slug = in.text();
        return new Stopped(
                lane,
                sequence,
                Problem.Type.ofSlug(slug)
                        .orElseThrow(() -> ItemCodec.unreadable("the answer stops with the unknown problem " + slug)));
    }
}

package org.comity.sim.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.comity.node.cbor.CborLimits;
import org.comity.node.cbor.CborReader;
import org.comity.node.cbor.CborWriter;
import org.comity.tlog.Hash;

/**
 * An answer to a parcel. It may say anything, like {@link WireParcel}.
 *
 * @param stopped lane, sequence and problem of the first message that was not taken
 */
public record WireAnswer(
        String realm,
        String origin,
        byte[] checkpoint,
        long baseSize,
        List<Hash> consistency,
        byte[] nodes,
        List<WireItem> receipts,
        SortedMap<Long, Long> next,
        Optional<Stopped> stopped,
        List<byte[]> heads) {

    /** The first message that was not taken. */
    public record Stopped(long lane, long sequence, String problem) {}

    /** @throws RuntimeException when the bytes are no answer */
    public static WireAnswer decode(byte[] body) {
        CborReader in = new CborReader(body, CborLimits.PARCEL);
        String realm = "";
        String origin = "";
        byte[] checkpoint = new byte[0];
        long base = 0;
        List<Hash> consistency = List.of();
        byte[] nodes = new byte[0];
        List<WireItem> receipts = List.of();
        SortedMap<Long, Long> next = new TreeMap<>();
        Optional<Stopped> stopped = Optional.empty();
        List<byte[]> heads = new ArrayList<>();
        for (int keys = in.map(); keys > 0; keys--) {
            switch ((int) in.key()) {
                case 2 -> realm = in.text();
                case 3 -> origin = in.text();
                case 4 -> checkpoint = in.bytes();
                case 5 -> base = in.uint();
                case 6 -> consistency = WireParcel.hashes(in);
                case 7 -> nodes = in.bytes();
                case 8 -> receipts = WireItem.readAll(in);
                case 9 -> next = numbers(in);
                case 10 -> {
                    in.array();
                    stopped = Optional.of(new Stopped(in.uint(), in.uint(), in.text()));
                }
                case 12 -> heads = WireParcel.byteStrings(in);
                default -> in.skip();
            }
        }
        in.end();
        return new WireAnswer(realm, origin, checkpoint, base, consistency, nodes, receipts, next, stopped, heads);
    }

    public byte[] encode() {
        CborWriter out = new CborWriter(4_096);
        out.map(stopped.isPresent() ? 11 : 10).uint(1).uint(1);
        out.uint(2)
                .text(realm)
                .uint(3)
                .text(origin)
                .uint(4)
                .bytes(checkpoint)
                .uint(5)
                .uint(baseSize);
        out.uint(6).array(consistency.size());
        consistency.forEach(hash -> out.bytes(hash.bytes()));
        out.uint(7).bytes(nodes).uint(8);
        WireItem.writeAll(out, receipts);
        writeNumbers(out.uint(9), next);
        stopped.ifPresent(stop ->
                out.uint(10).array(3).uint(stop.lane()).uint(stop.sequence()).text(stop.problem()));
        out.uint(12).array(heads.size());
        heads.forEach(out::bytes);
        return out.toBytes();
    }

    static SortedMap<Long, Long> numbers(CborReader in) {
        SortedMap<Long, Long> numbers = new TreeMap<>();
        for (int left = in.map(); left > 0; left--) {
            numbers.put(in.key(), in.uint());
        }
        return numbers;
    }

    static void writeNumbers(CborWriter out, Map<Long, Long> numbers) {
        out.map(numbers.size());
        new TreeMap<>(numbers).forEach((lane, next) -> out.uint(lane).uint(next));
    }
}

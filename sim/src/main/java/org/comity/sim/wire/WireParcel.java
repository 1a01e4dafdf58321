package org.comity.sim.wire;

import java.util.ArrayList;
import java.util.List;
import org.comity.node.cbor.CborLimits;
import org.comity.node.cbor.CborReader;
import org.comity.node.cbor.CborWriter;
import org.comity.tlog.Hash;

/**
 * A parcel as it lies inside its age file. Unlike the node's own type it may say anything, so that a puppet can lie with it.
 *
 * @param checkpoint the signed note, as bytes
 * @param nodes hashes of the batch proof, one after the other
 */
public record WireParcel(
        String realm,
        String origin,
        String recipient,
        long sentMs,
        byte[] checkpoint,
        long heldSize,
        List<Hash> consistency,
        byte[] nodes,
        List<WireItem> items,
        List<byte[]> heads,
        Chain chain) {

    /** Place of a parcel in its chain. */
    public record Chain(long id, long number, long heldOfYours) {}

    public WireParcel {
        consistency = List.copyOf(consistency);
        items = List.copyOf(items);
        heads = List.copyOf(heads);
    }

    /** @throws RuntimeException when the bytes are no parcel */
    public static WireParcel decode(byte[] plaintext) {
        CborReader in = new CborReader(plaintext, CborLimits.PARCEL);
        in.map();
        requireKey(in, 1);
        in.uint();
        requireKey(in, 2);
        String realm = in.text();
        requireKey(in, 3);
        String origin = in.text();
        requireKey(in, 4);
        String recipient = in.text();
        requireKey(in, 5);
        long sentMs = in.uint();
        requireKey(in, 6);
        byte[] checkpoint = in.bytes();
        requireKey(in, 7);
        long heldSize = in.uint();
        requireKey(in, 8);
        List<Hash> consistency = hashes(in);
        requireKey(in, 9);
        byte[] nodes = in.bytes();
        requireKey(in, 10);
        List<WireItem> items = WireItem.readAll(in);
        requireKey(in, 11);
        List<byte[]> heads = byteStrings(in);
        requireKey(in, 12);
        in.skip();
        requireKey(in, 13);
        in.array();
        Chain chain = new Chain(in.uint(), in.uint(), in.uint());
        in.end();
        return new WireParcel(
                realm, origin, recipient, sentMs, checkpoint, heldSize, consistency, nodes, items, heads, chain);
    }

    /** @param version 1 where nothing is to be wrong with it */
    public byte[] encode(long version, int padding) {
        CborWriter out = new CborWriter(8_192);
        out.map(13).uint(1).uint(version);
        out.uint(2).text(realm).uint(3).text(origin).uint(4).text(recipient);
        out.uint(5).uint(sentMs).uint(6).bytes(checkpoint).uint(7).uint(heldSize);
        out.uint(8).array(consistency.size());
        consistency.forEach(hash -> out.bytes(hash.bytes()));
        out.uint(9).bytes(nodes).uint(10);
        WireItem.writeAll(out, items);
        out.uint(11).array(heads.size());
        heads.forEach(out::bytes);
        out.uint(12).bytes(new byte[padding]);
        out.uint(13).array(3).uint(chain.id()).uint(chain.number()).uint(chain.heldOfYours());
        return out.toBytes();
    }

    static List<Hash> hashes(CborReader in) {
        List<Hash> hashes = new ArrayList<>();
        for (int left = in.array(); left > 0; left--) {
            hashes.add(Hash.of(in.bytes()));
        }
        return hashes;
    }

    static List<byte[]> byteStrings(CborReader in) {
        List<byte[]> strings = new ArrayList<>();
        for (int left = in.array(); left > 0; left--) {
            strings.add(in.bytes());
        }
        return strings;
    }

    private static void requireKey(CborReader in, long key) {
        long found = in.key();
        if (found != key) {
            throw new IllegalArgumentException("key " + found + " stands where key " + key + " belongs");
        }
    }
}

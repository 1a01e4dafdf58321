package org.comity.node.exchange;

import java.util.ArrayList;
import java.util.List;
import org.comity.node.cbor.CborReader;
import org.comity.node.cbor.CborWriter;
import org.comity.node.record.Lane;
import org.comity.node.record.Opening;
import org.comity.tlog.BatchProof;
import org.comity.tlog.ConsistencyProof;
import org.comity.tlog.Hash;
import org.comity.tlog.SignedCheckpoint;

/** The parts that parcels and answers share on the wire (docs/protocol.md, section 3). */
final class ItemCodec {

    private ItemCodec() {}

    static void write(CborWriter out, List<Item> items) {
        out.array(items.size());
        for (Item item : items) {
            out.array(4).uint(item.lane().number()).uint(item.sequence()).uint(item.index());
            switch (item) {
                case Item.Opened opened ->
                    out.array(3)
                            .uint(0)
                            .bytes(opened.opening().salt())
                            .bytes(opened.opening().record());
                case Item.Withheld withheld ->
                    out.array(3).uint(1).bytes(withheld.entry().bytes()).text(withheld.reason());
            }
        }
    }

    static List<Item> read(CborReader in, int most) {
        int count = in.array();
        if (count > most) {
            throw ParcelRefused.of(Problem.Type.TOO_LARGE, count + " items, legal are up to " + most);
        }
        List<Item> items = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            requireCount("item", in.array(), 4);
            Lane lane = Lane.of(in.uint());
            long sequence = in.uint();
            long index = in.uint();
            requireCount("item content", in.array(), 3);
            long form = in.uint();
            if (form == 0) {
                items.add(Item.Opened.of(lane, sequence, index, new Opening(in.bytes(Hash.BYTES), in.bytes())));
            } else if (form == 1) {
                items.add(new Item.Withheld(lane, sequence, index, Hash.of(in.bytes(Hash.BYTES)), in.text()));
            } else {
                throw unreadable("item form " + form + " is neither 0 (opened) nor 1 (withheld)");
            }
        }
        return items;
    }

    static void write(CborWriter out, ConsistencyProof proof) {
        out.array(proof.hashes().size());
        proof.hashes().forEach(hash -> out.bytes(hash.bytes()));
    }

    static ConsistencyProof readConsistency(CborReader in) {
        int count = in.array();
        List<Hash> hashes = new ArrayList<>(Math.min(count, ConsistencyProof.MAX_HASHES));
        for (int i = 0; i < count; i++) {
            hashes.add(Hash.of(in.bytes(Hash.BYTES)));
        }
        return ConsistencyProof.of(hashes);
    }

    static void write(CborWriter out, BatchProof proof) {
        byte[] nodes = new byte[proof.hashes().size() * Hash.BYTES];
        for (int i = 0; i < proof.hashes().size(); i++) {
            proof.hashes().get(i).copyTo(nodes, i * Hash.BYTES);
        }
        out.bytes(nodes);
    }

    static BatchProof readBatch(CborReader in) {
        byte[] nodes = in.bytes();
        if (nodes.length % Hash.BYTES != 0) {
            throw unreadable("the proof's nodes have " + nodes.length + " bytes, which is no multiple of 32");
        }
        List<Hash> hashes = new ArrayList<>(nodes.length / Hash.BYTES);
        for (int at = 0; at < nodes.length; at += Hash.BYTES) {
            hashes.add(Hash.of(java.util.Arrays.copyOfRange(nodes, at, at + Hash.BYTES)));
        }
        return BatchProof.of(hashes);
    }

    static void writeHeads(CborWriter out, List<byte[]> heads) {
        out.array(heads.size());
        heads.forEach(out::bytes);
    }

    static List<byte[]> readHeads(CborReader in) {
        int count = in.array();
        if (count > Limits.FOREIGN_HEADS) {
            throw ParcelRefused.of(
                    Problem.Type.TOO_LARGE, count + " foreign heads, legal are up to " + Limits.FOREIGN_HEADS);
        }
        List<byte[]> heads = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            heads.add(in.bytes());
        }
        return heads;
    }

    static SignedCheckpoint readCheckpoint(CborReader in) {
        byte[] note = in.bytes();
        if (note.length > Limits.CHECKPOINT_BYTES) {
            throw ParcelRefused.of(
                    Problem.Type.TOO_LARGE,
                    "the checkpoint has " + note.length + " bytes, legal are up to " + Limits.CHECKPOINT_BYTES);
        }
        return SignedCheckpoint.parse(note);
    }

    static void requireKey(CborReader in, long key) {
        long found = in.key();
        if (found != key) {
            throw unreadable("key " + found + " stands where key " + key + " belongs");
        }
    }

    static void requireCount(String what, int count, int legal) {
        if (count != legal) {
            throw unreadable(what + " has " + count + " parts, legal is " + legal);
        }
    }

    static ParcelRefused unreadable(String why) {
        return ParcelRefused.of(Problem.Type.PARCEL_UNREADABLE, why);
    }
}

package org.comity.node.exchange;

import java.util.ArrayList;
import java.util.List;
import org.comity.age.Age;
import org.comity.age.PostQuantumRecipient;
import org.comity.node.cbor.CborWriter;
import org.comity.node.world.Entropy;

/**
 * Turns a parcel into the one thing a transport takes: an age file with exactly one post-quantum stanza.
 *
 * <p>Inside, a deterministic CBOR map with its keys in order (docs/protocol.md, section 3), padded to the next of 4, 16, 64, 256 KiB,
 * 1 MiB and then whole MiB, so that a watcher on the line learns little from the length.
 */
final class ParcelWriter {

    private static final int[] LADDER = {4 << 10, 16 << 10, 64 << 10, 256 << 10, 1 << 20};

    /** One byte of key and up to five of length stand before the padding; a few bytes short of the rung do not matter. */
    private static final int HEAD_OF_PADDING = 6;

    /** What encryption adds at the most to a parcel of the longest kind. */
    private static final int AGE_ROOM = 64 << 10;

    private ParcelWriter() {}

    /** The encrypted file. */
    static byte[] write(Parcel parcel, PostQuantumRecipient recipient, Entropy entropy) {
        return Age.seal(List.of(recipient), plaintext(parcel), entropy::fill);
    }

    /**
     * The parcel with as many of these heads, in their order, as it can carry in place of padding.
     *
     * @param mayGrow whether the first of them may lift the parcel to a longer padding; otherwise none makes it longer on the line
     */
    static Parcel withHeads(Parcel parcel, List<byte[]> heads, boolean mayGrow) {
        if (heads.isEmpty()) {
            return parcel;
        }
        int bare = encode(parcel, 0).length;
        int least = mayGrow ? bare + heads.getFirst().length + 2 * HEAD_OF_PADDING : bare;
        int room = Math.min(rung(least), Limits.PARCEL_BYTES - AGE_ROOM) - bare - HEAD_OF_PADDING;
        List<byte[]> chosen = new ArrayList<>();
        for (byte[] head : heads) {
            int cost = head.length + HEAD_OF_PADDING;
            if (cost > room || chosen.size() == Limits.FOREIGN_HEADS) {
                break;
            }
            room -= cost;
            chosen.add(head);
        }
        return parcel.withForeignHeads(chosen);
    }

    static byte[] plaintext(Parcel parcel) {
        int bare = encode(parcel, 0).length;
        return encode(parcel, Math.max(0, rung(bare) - bare - HEAD_OF_PADDING));
    }

    /** The length to pad to. */
    static int rung(int bytes) {
        for (int rung : LADDER) {
            if (bytes <= rung) {
                return rung;
            }
        }
        int mebibyte = 1 << 20;
        return (bytes + mebibyte - 1) / mebibyte * mebibyte;
    }

    private static byte[] encode(Parcel parcel, int padding) {
        CborWriter out = new CborWriter(8_192);
        out.map(13);
        out.uint(1).uint(Limits.VERSION);
        out.uint(2).text(parcel.realm().name());
        out.uint(3).text(parcel.origin());
        out.uint(4).text(parcel.recipient().code());
        out.uint(5).uint(parcel.sentMs());
        out.uint(6).bytes(parcel.checkpoint().encode());
        out.uint(7).uint(parcel.heldSize());
        out.uint(8);
        ItemCodec.write(out, parcel.consistency());
        out.uint(9);
        ItemCodec.write(out, parcel.proof());
        out.uint(10);
        ItemCodec.write(out, parcel.items());
        out.uint(11);
        ItemCodec.writeHeads(out, parcel.foreignHeads());
        out.uint(12).bytes(new byte[padding]);
        out.uint(13)
                .array(3)
                .uint(parcel.chain().id())
                .uint(parcel.chain().number())
                .uint(parcel.chain().heldOfYours());
        return out.toBytes();
    }
}

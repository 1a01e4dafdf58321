package org.comity.node.exchange;

import java.util.ArrayList;
import java.util.List;
import org.comity.node.cbor.CborException;
import org.comity.node.cbor.CborLimits;
import org.comity.node.cbor.CborReader;
import org.comity.node.cbor.CborWriter;
import org.comity.node.record.MemberId;
import org.comity.tlog.ConsistencyProof;

/**
 * What travels where nobody answers at once: by mail, on a stick, or fetched by a node that only calls out. A parcel, or the receipts
 * for one (docs/protocol.md, section 12). Sealed to the recipient's parcel key like any parcel.
 *
 * @param kind what the content is
 * @param from whose node wrote it
 * @param content plaintext of a parcel, or an answer
 * @param bases heads from which a parcel's checkpoint is proven, since its sender cannot know which of them the recipient holds when it
 *     arrives; the empty log is always one of them
 * @param hello what the writer holds of the recipient's log
 */
record Carried(Kind kind, MemberId from, byte[] content, List<Base> bases, byte[] hello) {

    static final int MOST_BASES = 64;

    private static final String MAGIC = "comity/carried/v1";

    enum Kind {
        PARCEL(0),
        RECEIPTS(1);

        private final long number;

        Kind(long number) {
            this.number = number;
        }

        private static Kind of(long number) {
            for (Kind kind : values()) {
                if (kind.number == number) {
                    return kind;
                }
            }
            throw ParcelRefused.of(
                    Problem.Type.VERSION, "the file is of kind " + number + ", known are 0 (parcel) and 1 (receipts)");
        }
    }

    /** A head that the recipient may hold, by its size, and the proof from there. */
    record Base(long size, ConsistencyProof proof) {}

    byte[] encode() {
        CborWriter out = new CborWriter(content.length + 4_096);
        out.array(6)
                .text(MAGIC)
                .uint(kind.number)
                .text(from.code())
                .bytes(content)
                .array(bases.size());
        for (Base base : bases) {
            out.array(2).uint(base.size());
            ItemCodec.write(out, base.proof());
        }
        return out.bytes(hello).toBytes();
    }

    /** @throws ParcelRefused when the bytes are none of these */
    static Carried decode(byte[] plaintext) {
        try {
            CborReader in = new CborReader(plaintext, CborLimits.PARCEL);
            ItemCodec.requireCount("what was carried", in.array(), 6);
            String magic = in.text();
            if (!magic.equals(MAGIC)) {
                throw ParcelRefused.of(Problem.Type.VERSION, "the file is of format " + magic + ", known is " + MAGIC);
            }
            Kind kind = Kind.of(in.uint());
            MemberId from = new MemberId(in.text());
            byte[] content = in.bytes();
            int count = in.array();
            if (count > MOST_BASES) {
                throw ParcelRefused.of(Problem.Type.TOO_LARGE, count + " bases, legal are up to " + MOST_BASES);
            }
            List<Base> bases = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                ItemCodec.requireCount("a base", in.array(), 2);
                bases.add(new Base(in.uint(), ItemCodec.readConsistency(in)));
            }
            byte[] hello = in.bytes();
            in.end();
            return new Carried(kind, from, content, List.copyOf(bases), hello);
        } catch (CborException | IllegalArgumentException e) {
            throw new ParcelRefused(
                    Problem.of(Problem.Type.PARCEL_UNREADABLE, "the file cannot be read: " + e.getMessage()), e);
        }
    }
}

package org.comity.node.exchange;

import java.util.ArrayList;
import java.util.List;
import org.comity.node.cbor.CborException;
import org.comity.node.cbor.CborLimits;
import org.comity.node.cbor.CborReader;
import org.comity.node.cbor.CborWriter;
import org.comity.node.record.Opening;
import org.comity.tlog.Hash;

/**
 * A page of messages that a member gives back to whom they are from (docs/protocol.md, section 11).
 *
 * @param messages in the order of their numbers
 * @param more whether further ones follow
 */
record Returned(List<Message> messages, boolean more) {

    static final Returned NOTHING = new Returned(List.of(), false);

    private static final int MOST_MESSAGES = 4_096;

    /** What is left of a message. */
    sealed interface Content permits Whole, Gone {}

    /** @param proof of the sender's log, as a C2SP tlog-proof */
    record Whole(Opening opening, byte[] proof) implements Content {}

    /** Its content was erased or withheld. */
    record Gone(Hash entry) implements Content {}

    /**
     * One message.
     *
     * @param index its place in the closed log
     * @param disposition what became of it at the member
     */
    record Message(long sequence, long index, Disposition disposition, Content content) {

        int bytes() {
            return switch (content) {
                case Whole whole -> whole.opening().record().length + whole.proof().length + 64;
                case Gone _ -> 64;
            };
        }
    }

    byte[] encode() {
        CborWriter out = new CborWriter(64 << 10);
        out.map(2).uint(1).array(messages.size());
        for (Message message : messages) {
            out.array(4)
                    .uint(message.sequence())
                    .uint(message.index())
                    .text(message.disposition().word());
            switch (message.content()) {
                case Whole(Opening opening, byte[] proof) ->
                    out.array(4)
                            .uint(0)
                            .bytes(opening.salt())
                            .bytes(opening.record())
                            .bytes(proof);
                case Gone(Hash entry) -> out.array(2).uint(1).bytes(entry.bytes());
            }
        }
        return out.uint(2).uint(more ? 1 : 0).toBytes();
    }

    /** @throws ParcelRefused when the bytes are no such page */
    static Returned decode(byte[] bytes) {
        try {
            CborReader in = new CborReader(bytes, CborLimits.PARCEL);
            ItemCodec.requireCount("the page", in.map(), 2);
            ItemCodec.requireKey(in, 1);
            int count = in.array();
            if (count > MOST_MESSAGES) {
                throw ParcelRefused.of(Problem.Type.TOO_LARGE, count + " messages, legal are up to " + MOST_MESSAGES);
            }
            List<Message> messages = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                ItemCodec.requireCount("a message", in.array(), 4);
                messages.add(new Message(in.uint(), in.uint(), Disposition.ofWord(in.text()), content(in)));
            }
            ItemCodec.requireKey(in, 2);
            boolean more = in.uint() == 1;
            in.end();
            return new Returned(List.copyOf(messages), more && !messages.isEmpty());
        } catch (CborException | IllegalArgumentException e) {
            throw new ParcelRefused(
                    Problem.of(Problem.Type.PARCEL_UNREADABLE, "the page cannot be read: " + e.getMessage()), e);
        }
    }

    private static Content content(CborReader in) {
        int parts = in.array();
        long form = in.uint();
        if (form == 0 && parts == 4) {
            return new Whole(new Opening(in.bytes(Hash.BYTES), in.bytes()), in.bytes());
        }
        if (form == 1 && parts == 2) {
            return new Gone(Hash.of(in.bytes(Hash.BYTES)));
        }
        throw ParcelRefused.of(Problem.Type.PARCEL_UNREADABLE, "content form " + form + " of " + parts + " parts");
    }
}

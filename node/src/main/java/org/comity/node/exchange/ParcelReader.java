package org.comity.node.exchange;

import java.util.List;
import org.comity.age.Age;
import org.comity.age.AgeException;
import org.comity.age.OpenRules;
import org.comity.age.PostQuantumIdentity;
import org.comity.node.cbor.CborException;
import org.comity.node.cbor.CborLimits;
import org.comity.node.cbor.CborReader;
import org.comity.node.record.Act;
import org.comity.node.record.Lane;
import org.comity.node.record.MalformedRecord;
import org.comity.node.record.MemberId;
import org.comity.node.record.Outer;
import org.comity.node.record.Realm;
import org.comity.node.record.Recipient;
import org.comity.tlog.CheckpointPolicy;
import org.comity.tlog.LogException;
import org.comity.tlog.SignedCheckpoint;

/**
 * Opens a parcel and checks everything that needs no state of this node, in the order of docs/protocol.md: encryption, format,
 * version and realm; the four equalities; checkpoint signatures; inclusion of every item.
 *
 * <p><b>The four equalities.</b> age does not say who encrypted, so a recipient could pack a third state's record anew and pass it
 * on. Hence: the member of the TLS key = the sender in every record; the log origin in checkpoint, parcel, every record and the
 * member's card are one; the recipient of parcel and records is this member (or everyone, in the public lane); and the realm is ours.
 */
final class ParcelReader {

    private static final OpenRules AGE_RULES = OpenRules.DEFAULT
            .withMaxHeaderBytes(Limits.AGE_HEADER_BYTES)
            .withMaxPlaintextBytes(Limits.PARCEL_BYTES)
            .withSinglePostQuantum();

    /**
     * Who reads, and whom the connection proved.
     *
     * @param identities parcel keys, current first
     */
    record Reader(
            Realm realm, MemberId me, MemberId from, CheckpointPolicy policy, List<PostQuantumIdentity> identities) {}

    private ParcelReader() {}

    /** @throws ParcelRefused with the problem to answer */
    static OpenedParcel open(byte[] file, Reader reader) {
        if (file.length > Limits.PARCEL_BYTES) {
            throw ParcelRefused.of(
                    Problem.Type.TOO_LARGE,
                    "the parcel has " + file.length + " bytes, legal are up to " + Limits.PARCEL_BYTES);
        }
        return read(unseal(file, reader.identities()), reader);
    }

    /** @throws ParcelRefused when the file is none of ours to open */
    static byte[] unseal(byte[] file, List<PostQuantumIdentity> identities) {
        try {
            return Age.open(file, identities, AGE_RULES);
        } catch (AgeException e) {
            throw unreadable(e);
        }
    }

    private static ParcelRefused unreadable(Exception e) {
        return new ParcelRefused(
                Problem.of(Problem.Type.PARCEL_UNREADABLE, "the parcel cannot be read: " + e.getMessage()), e);
    }

    /**
     * The same for a parcel whose encryption was opened already.
     *
     * @throws ParcelRefused with the problem to answer
     */
    static OpenedParcel read(byte[] plaintext, Reader reader) {
        try {
            Parcel parcel = parse(plaintext);
            requireEqualities(parcel, reader);
            return new OpenedParcel(reader.from(), parcel, reader.policy().verify(parcel.checkpoint()));
        } catch (CborException | IllegalArgumentException e) {
            throw unreadable(e);
        } catch (LogException e) {
            throw new ParcelRefused(Problem.of(Problem.Type.PROOF_WRONG, String.valueOf(e.getMessage())), e);
        }
    }

    /**
     * Opens a parcel that was announced as urgent.
     *
     * @throws ParcelRefused with the problem to answer, also when anything else is in it
     */
    static OpenedParcel openUrgent(byte[] file, Reader reader) {
        if (file.length > Limits.URGENT_FILE_BYTES) {
            throw ParcelRefused.of(
                    Problem.Type.TOO_LARGE,
                    "the urgent parcel has " + file.length + " bytes, legal are up to " + Limits.URGENT_FILE_BYTES);
        }
        OpenedParcel opened = open(file, reader);
        for (Item item : opened.parcel().items()) {
            if (item.lane() != Lane.URGENT) {
                throw ParcelRefused.of(
                        Problem.Type.PARCEL_UNREADABLE,
                        "an urgent parcel holds an item of lane " + item.lane().number());
            }
        }
        return opened;
    }

    static Parcel parse(byte[] plaintext) {
        CborReader in = new CborReader(plaintext, CborLimits.PARCEL);
        int keys = in.map();
        ItemCodec.requireKey(in, 1);
        long version = in.uint();
        if (version != Limits.VERSION) {
            throw ParcelRefused.of(
                    Problem.Type.VERSION, "parcel version " + version + ", spoken here is " + Limits.VERSION);
        }
        ItemCodec.requireCount("the parcel", keys, 13);
        ItemCodec.requireKey(in, 2);
        Realm realm = new Realm(in.text());
        ItemCodec.requireKey(in, 3);
        String origin = in.text();
        ItemCodec.requireKey(in, 4);
        MemberId recipient = new MemberId(in.text());
        ItemCodec.requireKey(in, 5);
        long sentMs = in.uint();
        ItemCodec.requireKey(in, 6);
        SignedCheckpoint checkpoint = ItemCodec.readCheckpoint(in);
        ItemCodec.requireKey(in, 7);
        long heldSize = in.uint();
        ItemCodec.requireKey(in, 8);
        var consistency = ItemCodec.readConsistency(in);
        ItemCodec.requireKey(in, 9);
        var proof = ItemCodec.readBatch(in);
        ItemCodec.requireKey(in, 10);
        List<Item> items = ItemCodec.read(in, Limits.PARCEL_ITEMS);
        ItemCodec.requireKey(in, 11);
        List<byte[]> heads = ItemCodec.readHeads(in);
        ItemCodec.requireKey(in, 12);
        in.skip();
        ItemCodec.requireKey(in, 13);
        ItemCodec.requireCount("the chain", in.array(), 3);
        Chain chain = new Chain(in.uint(), in.uint(), in.uint());
        in.end();
        return new Parcel(
                realm, origin, recipient, sentMs, checkpoint, heldSize, consistency, proof, items, heads, chain);
    }

    private static void requireEqualities(Parcel parcel, Reader reader) {
        requireSame("realm of the parcel", parcel.realm().name(), reader.realm().name());
        requireSame(
                "recipient of the parcel",
                parcel.recipient().code(),
                reader.me().code());
        requireSame("log origin of the parcel", parcel.origin(), reader.policy().origin());
        requireSame(
                "log origin of the checkpoint",
                parcel.checkpoint().checkpoint().origin(),
                reader.policy().origin());
        for (Item item : parcel.items()) {
            if (item.lane() == Lane.OWN || item.sequence() == 0) {
                throw ItemCodec.unreadable("an item in lane " + item.lane().number() + " with sequence "
                        + item.sequence() + ": messages travel in lanes 0 to 2 with sequences from 1");
            }
            if (item instanceof Item.Opened opened) {
                requireEnvelope(opened, reader);
            }
        }
    }

    /** The outer fields count even where the body is bad; a record without readable outer fields has no sender to accept it from. */
    private static void requireEnvelope(Item.Opened item, Reader reader) {
        Outer outer;
        try {
            outer = Act.outer(item.opening().record());
        } catch (MalformedRecord e) {
            throw new ParcelRefused(
                    Problem.of(
                            Problem.Type.PARCEL_UNREADABLE,
                            "the record at index " + item.index() + " has no readable envelope: " + e.getMessage()),
                    e);
        }
        requireSame("realm of a record", outer.realm().name(), reader.realm().name());
        requireSame("sender of a record", outer.sender().code(), reader.from().code());
        requireSame("log origin of a record", outer.origin(), reader.policy().origin());
        String expected = item.lane() == Lane.PUBLIC
                ? Recipient.everyone().text().orElseThrow()
                : reader.me().code();
        requireSame("recipient of a record", outer.recipient().text().orElse("nobody"), expected);
        if (outer.lane() != item.lane() || outer.sequence() != item.sequence()) {
            throw ParcelRefused.of(
                    Problem.Type.IDENTITY_MISMATCH,
                    "the item says lane " + item.lane().number() + ", sequence " + item.sequence()
                            + "; its record says lane " + outer.lane().number() + ", sequence " + outer.sequence());
        }
    }

    private static void requireSame(String what, String found, String expected) {
        if (!found.equals(expected)) {
            throw ParcelRefused.of(Problem.Type.IDENTITY_MISMATCH, what + " is " + found + ", expected is " + expected);
        }
    }
}

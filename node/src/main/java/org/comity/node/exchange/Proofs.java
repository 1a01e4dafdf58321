package org.comity.node.exchange;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.comity.node.cbor.CborException;
import org.comity.node.cbor.CborLimits;
import org.comity.node.cbor.CborReader;
import org.comity.node.ledger.Erased;
import org.comity.node.ledger.LedgerCorrupt;
import org.comity.node.ledger.Logged;
import org.comity.node.record.Act;
import org.comity.node.record.Lane;
import org.comity.node.record.MalformedRecord;
import org.comity.node.record.MemberId;
import org.comity.node.record.Opening;
import org.comity.node.store.Sql;
import org.comity.tlog.BatchProof;
import org.comity.tlog.Hash;
import org.comity.tlog.LogException;
import org.comity.tlog.LogProof;
import org.comity.tlog.Policy;
import org.comity.tlog.SignedCheckpoint;
import org.comity.tlog.Tree;
import org.comity.tlog.TreeHead;

/**
 * Single proofs for export: of own acts from the own tree, of peers' messages and receipts cut out of the batch proofs they came with.
 * Any thread may call, with a transaction or snapshot of its own.
 */
public final class Proofs {

    private record StoredParcel(byte[] checkpoint, byte[] nodes, byte[] covers) {}

    private record StoredMessage(
            MemberId peer, Lane lane, long sequence, long index, long parcel, String caseId, Optional<byte[]> sealed) {}

    private final ExchangeContext context;
    private final Optional<Policy> policy;

    Proofs(ExchangeContext context, Optional<Policy> policy) {
        this.context = context;
        this.policy = policy;
    }

    /**
     * An act of the own log, under the newest head that covers it; a head that peers cosigned is preferred.
     *
     * @return empty where no signed head reaches yet
     * @throws Erased when its content was erased
     */
    public Optional<ProvenAct> own(Sql sql, long index) throws Erased {
        Optional<SignedCheckpoint> head = headOver(sql, index);
        Optional<Logged> logged = context.ledger().acts().read(sql, index);
        if (head.isEmpty() || logged.isEmpty()) {
            return Optional.empty();
        }
        Tree tree = new Tree(
                context.ledger().tiles(), head.get().checkpoint().head().size());
        LogProof proof = LogProof.of(index, tree.inclusion(index), head.get())
                .withExtra(logged.get().opening().salt());
        return Optional.of(
                new ProvenAct(context.me(), logged.get().act(), logged.get().opening(), proof));
    }

    private Optional<SignedCheckpoint> headOver(Sql sql, long index) {
        return Cosignatures.read(sql, policy)
                .headOver(index)
                .or(() -> context.ledger()
                        .released()
                        .filter(note -> note.checkpoint().head().size() > index));
    }

    /** The receipt for a message of ours, in the log of whom it went to; empty while there is none. */
    public Optional<ProvenAct> receipt(Sql sql, long index) {
        record Row(String peer, long lane, long sequence, byte[] answer) {}
        Optional<Row> row = sql.first(
                "SELECT o.peer, o.lane, o.seq, r.answer FROM exchange_sent o JOIN exchange_receipt r ON r.id = o.receipt"
                        + " WHERE o.idx = ?",
                r -> new Row(r.text(0), r.number(1), r.number(2), r.bytes(3)),
                index);
        return row.map(stored -> {
            try {
                return cutReceipt(new MemberId(stored.peer()), stored.lane(), stored.sequence(), stored.answer());
            } catch (ParcelRefused | CborException | LogException | MalformedRecord | IllegalArgumentException e) {
                throw damaged("the answer that receipts index " + index, e);
            }
        });
    }

    private static ProvenAct cutReceipt(MemberId peer, long lane, long sequence, byte[] stored) {
        Answer answer = Answer.decode(stored);
        SortedMap<Long, byte[]> entries = new TreeMap<>();
        answer.receipts().forEach(item -> entries.put(item.index(), item.entry().bytes()));
        for (Item item : answer.receipts()) {
            if (item instanceof Item.Opened opened) {
                Act act = Act.parse(opened.opening().record());
                ReceivedBody body = ReceivedBody.decode(act.body());
                if (body.lane().number() == lane && body.sequence() == sequence) {
                    return proven(peer, act, opened, answer.checkpoint(), answer.proof(), entries);
                }
            }
        }
        throw new LedgerCorrupt(
                "the stored answer of " + peer + " holds no receipt for lane " + lane + ", sequence " + sequence);
    }

    /** What was verified before it was stored can only fail to be read because the disk gave something else back. */
    private static LedgerCorrupt damaged(String what, RuntimeException why) {
        return new LedgerCorrupt(what + " is stored, but damaged: " + why.getMessage());
    }

    private static ProvenAct proven(
            MemberId of,
            Act act,
            Item.Opened item,
            SignedCheckpoint note,
            BatchProof batch,
            SortedMap<Long, byte[]> entries) {
        TreeHead head = note.checkpoint().head();
        LogProof proof = LogProof.of(item.index(), batch.cut(entries, item.index(), head), note)
                .withExtra(item.opening().salt());
        return new ProvenAct(of, act, item.opening(), proof);
    }

    /**
     * A message of a peer, in the peer's log.
     *
     * @param receipt position of its receipt in our log
     * @throws Erased when its content was erased
     */
    public Optional<ProvenAct> received(Sql sql, long receipt) throws Erased {
        Optional<StoredMessage> found = sql.first(
                "SELECT peer, lane, seq, idx, parcel, case_id, sealed FROM exchange_inbox WHERE received = ?",
                r -> new StoredMessage(
                        new MemberId(r.text(0)),
                        Lane.of(r.number(1)),
                        r.number(2),
                        r.number(3),
                        r.number(4),
                        r.text(5),
                        r.optionalBytes(6)),
                receipt);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        StoredMessage message = found.get();
        byte[] sealed = message.sealed().orElseThrow(() -> new Erased(message.caseId()));
        Opening opening = Opening.parse(context.ledger().caseKeys().open(sql, message.caseId(), sealed));
        Act act = Act.parse(opening.record());
        if (!act.sender().equals(message.peer())
                || act.lane() != message.lane()
                || act.sequence() != message.sequence()) {
            // An index with a damaged row number leads to another message, which is sound in itself.
            throw new LedgerCorrupt("the message stored for " + message.peer() + ", lane "
                    + message.lane().number() + ", sequence " + message.sequence() + " is that of " + act.sender()
                    + ", lane "
                    + act.lane().number() + ", sequence " + act.sequence());
        }
        StoredParcel parcel = sql.first(
                        "SELECT checkpoint, nodes, covers FROM exchange_parcel WHERE id = ?",
                        r -> new StoredParcel(r.bytes(0), r.bytes(1), r.bytes(2)),
                        message.parcel())
                .orElseThrow(() -> new LedgerCorrupt("parcel " + message.parcel() + " is missing"));
        try {
            BatchProof batch = ItemCodec.readBatch(new CborReader(parcel.nodes(), CborLimits.PARCEL));
            Item.Opened item = Item.Opened.of(message.lane(), message.sequence(), message.index(), opening);
            return Optional.of(proven(
                    message.peer(),
                    act,
                    item,
                    SignedCheckpoint.parse(parcel.checkpoint()),
                    batch,
                    covers(parcel.covers())));
        } catch (ParcelRefused | CborException | LogException | MalformedRecord e) {
            throw damaged("the proof of parcel " + message.parcel() + " from " + message.peer(), e);
        }
    }

    private static SortedMap<Long, byte[]> covers(byte[] bytes) {
        CborReader in = new CborReader(bytes, CborLimits.PARCEL);
        SortedMap<Long, byte[]> entries = new TreeMap<>();
        int count = in.array();
        for (int i = 0; i < count; i++) {
            ItemCodec.requireCount("a covered leaf", in.array(), 2);
            entries.put(in.uint(), in.bytes(Hash.BYTES));
        }
        return entries;
    }
}

package org.comity.sim.puppet;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.comity.sim.Chance;
import org.comity.sim.wire.WireItem;
import org.comity.sim.wire.WireParcel;
import org.comity.tlog.Hash;

/** Changes one thing in a parcel that was right. */
final class Forgery {

    private final Chance chance;

    Forgery(Chance chance) {
        this.chance = chance;
    }

    WireParcel apply(WireParcel p, Lie lie) {
        return switch (lie) {
            case PROOF_CHANGED -> with(p, p.checkpoint(), p.consistency(), changedOrGrown(p.nodes()), p.items());
            case PROOF_CUT ->
                with(
                        p,
                        p.checkpoint(),
                        p.consistency(),
                        p.nodes().length == 0
                                ? new byte[Hash.BYTES]
                                : Arrays.copyOf(p.nodes(), p.nodes().length - Hash.BYTES),
                        p.items());
            case INDEX_MOVED -> with(p, p.checkpoint(), p.consistency(), p.nodes(), moved(p.items(), -1));
            case INDEX_BEYOND_SIZE -> with(p, p.checkpoint(), p.consistency(), p.nodes(), moved(p.items(), 1 << 20));
            case SALT_CHANGED -> with(p, p.checkpoint(), p.consistency(), p.nodes(), salted(p.items()));
            case CONSISTENCY_CHANGED -> with(p, p.checkpoint(), changed(p.consistency()), p.nodes(), p.items());
            case ONE_SIGNATURE -> with(p, stripped(p.checkpoint()), p.consistency(), p.nodes(), p.items());
            case SIGNATURE_CHANGED -> with(p, spoiled(p.checkpoint()), p.consistency(), p.nodes(), p.items());
            case PARCEL_FOR_ANOTHER -> named(p, p.realm(), p.origin(), "YZ", p.chain());
            case PARCEL_OF_ANOTHER_LOG -> named(p, p.realm(), "node.yz.example/log/g1", p.recipient(), p.chain());
            case PARCEL_OF_ANOTHER_REALM -> named(p, "exercise/other", p.origin(), p.recipient(), p.chain());
            case CHAIN_FROM_ITS_MIDDLE ->
                named(
                        p,
                        p.realm(),
                        p.origin(),
                        p.recipient(),
                        new WireParcel.Chain(p.chain().id(), 1, 0));
            case CHAIN_CLAIM ->
                named(
                        p,
                        p.realm(),
                        p.origin(),
                        p.recipient(),
                        new WireParcel.Chain(p.chain().id(), 0, 1L << 40));
            default -> p;
        };
    }

    private static WireParcel with(
            WireParcel p, byte[] checkpoint, List<Hash> consistency, byte[] nodes, List<WireItem> items) {
        return new WireParcel(
                p.realm(),
                p.origin(),
                p.recipient(),
                p.sentMs(),
                checkpoint,
                p.heldSize(),
                consistency,
                nodes,
                items,
                p.heads(),
                p.chain());
    }

    private static WireParcel named(
            WireParcel p, String realm, String origin, String recipient, WireParcel.Chain chain) {
        return new WireParcel(
                realm,
                origin,
                recipient,
                p.sentMs(),
                p.checkpoint(),
                p.heldSize(),
                p.consistency(),
                p.nodes(),
                p.items(),
                p.heads(),
                chain);
    }

    private byte[] changedOrGrown(byte[] nodes) {
        byte[] changed = nodes.length == 0 ? new byte[Hash.BYTES] : nodes.clone();
        changed[(int) chance.below(changed.length)] ^= 1;
        return changed;
    }

    private List<Hash> changed(List<Hash> proof) {
        List<Hash> changed = new ArrayList<>(proof);
        if (changed.isEmpty()) {
            changed.add(Hash.EMPTY_ROOT);
        } else {
            changed.set((int) chance.below(changed.size()), Hash.EMPTY_ROOT);
        }
        return changed;
    }

    private static List<WireItem> moved(List<WireItem> items, long by) {
        return items.stream()
                .map(item -> new WireItem(
                        item.lane(),
                        item.sequence(),
                        item.index() + by < 0 ? item.index() + 1 : item.index() + by,
                        item.opened(),
                        item.salt(),
                        item.record(),
                        item.entry(),
                        item.reason()))
                .toList();
    }

    private static List<WireItem> salted(List<WireItem> items) {
        return items.stream()
                .map(item -> WireItem.opened(
                        item.lane(), item.sequence(), item.index(), new byte[Hash.BYTES], item.record()))
                .toList();
    }

    /** Without its last signature: the post-quantum one. */
    private static byte[] stripped(byte[] note) {
        String text = new String(note, StandardCharsets.UTF_8);
        int last = text.lastIndexOf('\n', text.length() - 2);
        return text.substring(0, last + 1).getBytes(StandardCharsets.UTF_8);
    }

    /** One character of its last signature is another one. */
    private static byte[] spoiled(byte[] note) {
        byte[] spoiled = note.clone();
        int at = note.length - 40;
        spoiled[at] = (byte) (spoiled[at] == 'A' ? 'B' : 'A');
        return spoiled;
    }
}

package org.comity.node.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import org.comity.node.ledger.Erased;
import org.comity.node.ledger.LedgerCorrupt;
import org.comity.node.ledger.Logged;
import org.comity.node.record.Lane;
import org.comity.tlog.BatchProof;
import org.comity.tlog.SignedCheckpoint;
import org.comity.tlog.Tree;

/** Gathers receipts from the own log with one proof for them all. Runs on the crew. */
final class AnswerBuilder {

    /**
     * @param checkpoint the newest signed head
     * @param from size at which the consistency proof starts
     * @param receipts indices of {@code exchange.received} records, in any order
     * @param heads signed heads of third members to tell of
     */
    record Plan(
            SignedCheckpoint checkpoint,
            long from,
            List<Long> receipts,
            SortedMap<Lane, Long> next,
            Optional<Answer.Stopped> stopped,
            List<byte[]> heads) {}

    private AnswerBuilder() {}

    static byte[] build(ExchangeContext context, Plan plan) {
        Tree tree = new Tree(
                context.ledger().tiles(), plan.checkpoint().checkpoint().head().size());
        TreeSet<Long> indexes = new TreeSet<>(plan.receipts());
        List<Item> items = new ArrayList<>(indexes.size());
        for (long index : indexes) {
            Logged receipt = receipt(context, index);
            items.add(new Item.Opened(Lane.OWN, 0, index, receipt.opening(), receipt.entry()));
        }
        BatchProof proof = indexes.isEmpty() ? BatchProof.of(List.of()) : tree.batch(indexes);
        return new Answer(
                        context.realm(),
                        context.origin(),
                        plan.checkpoint(),
                        plan.from(),
                        tree.consistency(plan.from()),
                        proof,
                        items,
                        plan.next(),
                        plan.stopped(),
                        plan.heads())
                .encode();
    }

    private static Logged receipt(ExchangeContext context, long index) {
        try {
            return context.ledger()
                    .acts()
                    .at(index)
                    .orElseThrow(() -> new LedgerCorrupt("the receipt at index " + index + " is missing from the log"));
        } catch (Erased e) {
            throw new LedgerCorrupt(
                    "the receipt at index " + index + " was erased; receipts hold no content and are never erased");
        }
    }
}

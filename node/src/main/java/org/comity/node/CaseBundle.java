package org.comity.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.comity.node.bundle.BundleContents;
import org.comity.node.bundle.BundleWriter;
import org.comity.node.bundle.BundledMessage;
import org.comity.node.bundle.ByteSource;
import org.comity.node.bundle.EvidenceFile;
import org.comity.node.bundle.ProvenRecord;
import org.comity.node.casework.CaseId;
import org.comity.node.directory.Directory;
import org.comity.node.directory.VerifiedCard;
import org.comity.node.evidence.Handling;
import org.comity.node.evidence.Item;
import org.comity.node.evidence.ItemDetail;
import org.comity.node.evidence.ItemId;
import org.comity.node.evidence.OpenedItem;
import org.comity.node.exchange.Arrivals;
import org.comity.node.exchange.Proofs;
import org.comity.node.exchange.ProvenAct;
import org.comity.node.ledger.Erased;
import org.comity.node.ledger.Refused;
import org.comity.node.ledger.Source;
import org.comity.node.record.MemberId;
import org.comity.node.record.Recipient;
import org.comity.node.store.Snapshot;
import org.comity.node.store.Sql;
import org.comity.node.world.Outcome;
import org.comity.tlog.Hash;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A case as a proof bundle: gathers what belongs to it, logs the export, and writes the file.
 *
 * <p>In it are the messages of the case both ways with their receipts, the own records of the case, the cards of every member that
 * takes part with the acts by which they were recognised, and the items of evidence, themselves or by their digests. What was erased
 * is left out.
 */
public final class CaseBundle implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CaseBundle.class);

    private static final Comparator<BundledMessage> BY_TIME = Comparator.<BundledMessage>comparingLong(
                    message -> message.message().act().timeMs())
            .thenComparing(message -> message.message().act().origin())
            .thenComparingLong(message -> message.message().index());

    private final BundleWriter writer;
    private final ProvenRecord export;
    private final List<OpenedItem> opened;

    private CaseBundle(BundleWriter writer, ProvenRecord export, List<OpenedItem> opened) {
        this.writer = writer;
        this.export = export;
        this.opened = List.copyOf(opened);
    }

    /**
     * Gathers a case and logs its export.
     *
     * @param withEvidence whether the items themselves go in; each then has a line in its chain of custody
     * @param handling who takes the copies, for that line
     * @return to be closed; fails with {@link Refused} when there is no such case, or it is too large for one bundle
     */
    public static CompletionStage<CaseBundle> export(
            Node node, Source by, CaseId caseId, boolean withEvidence, Handling handling) {
        String keyId;
        try {
            keyId = node.casework()
                    .caseFile(caseId, node.world().clock().instant())
                    .keyId();
        } catch (Refused e) {
            return CompletableFuture.failedFuture(e);
        }
        Map<ItemId, OpenedItem> opened = new TreeMap<>(Comparator.comparing(ItemId::text));
        CompletionStage<Boolean> ready = CompletableFuture.completedFuture(true);
        if (withEvidence) {
            for (Item item : node.evidence().items(keyId)) {
                if (item.detail().isPresent()) {
                    ready = ready.thenCompose(before -> node.evidence()
                            .openForCopy(by, item.id(), handling)
                            .thenApply(open -> {
                                opened.put(item.id(), open);
                                return before;
                            }));
                }
            }
        }
        return ready.thenCompose(all -> lift(node, () -> new Gathering(node, caseId, keyId, opened).prepare()))
                .thenCompose(writer -> node.ledger()
                        .submit(by, turn -> turn.append(writer.draft()).index())
                        .thenApply(index -> new CaseBundle(writer, own(node, index), List.copyOf(opened.values()))))
                .whenComplete((bundle, failure) -> {
                    if (failure != null) {
                        opened.values().forEach(CaseBundle::close);
                    }
                });
    }

    /**
     * Writes the file.
     *
     * @throws IOException also when an item changed since it was gathered
     */
    public void write(WritableByteChannel out) throws IOException {
        writer.write(export, out);
    }

    @Override
    public void close() {
        opened.forEach(CaseBundle::close);
    }

    private static void close(OpenedItem item) {
        try {
            item.close();
        } catch (IOException e) {
            throw new UncheckedIOException("an item of evidence could not be closed", e);
        }
    }

    private static ProvenRecord own(Node node, long index) {
        try (Snapshot snapshot = node.world().store().snapshot()) {
            return node.exchange()
                    .proofs()
                    .own(snapshot.sql(), index)
                    .map(CaseBundle::proven)
                    .orElseThrow(
                            () -> new IllegalStateException("the export at " + index + " is under no signed head"));
        } catch (Erased e) {
            throw new IllegalStateException("the export was erased while it was written", e);
        }
    }

    private static ProvenRecord proven(ProvenAct act) {
        return ProvenRecord.of(act.opening(), act.proof());
    }

    private static CompletionStage<BundleWriter> lift(Node node, Callable<BundleWriter> work) {
        CompletableFuture<BundleWriter> done = new CompletableFuture<>();
        node.world().crew().lift(work, outcome -> {
            switch (outcome) {
                case Outcome.Done<BundleWriter>(BundleWriter writer) -> done.complete(writer);
                case Outcome.Failed<BundleWriter>(Exception cause) -> done.completeExceptionally(cause);
            }
        });
        return done;
    }

    /** One reading of a case. */
    private static final class Gathering {

        private final Node node;
        private final CaseId caseId;
        private final String keyId;
        private final Map<ItemId, OpenedItem> opened;
        private final Proofs proofs;
        private final List<BundledMessage> messages = new ArrayList<>();
        private final List<ProvenRecord> records = new ArrayList<>();
        private final Set<MemberId> members = new TreeSet<>();

        Gathering(Node node, CaseId caseId, String keyId, Map<ItemId, OpenedItem> opened) {
            this.node = node;
            this.caseId = caseId;
            this.keyId = keyId;
            this.opened = opened;
            this.proofs = node.exchange().proofs();
        }

        BundleWriter prepare() throws IOException, Refused {
            List<VerifiedCard> cards = new ArrayList<>();
            try (Snapshot snapshot = node.world().store().snapshot()) {
                Sql sql = snapshot.sql();
                for (long index : node.ledger().acts().ofCase(sql, keyId)) {
                    ownAct(sql, index);
                }
                for (Arrivals.Arrival arrival : node.exchange().arrivals().ofCase(sql, keyId)) {
                    arrived(sql, arrival);
                }
                members.remove(node.config().member());
                cards.addAll(cardsOf(sql, node.config().member()));
                for (MemberId member : members) {
                    cards.addAll(cardsOf(sql, member));
                    for (Directory.KeptCard kept : Directory.cards(sql, member)) {
                        ownRecord(sql, kept.index());
                    }
                }
            }
            messages.sort(BY_TIME);
            records.sort(Comparator.comparingLong(ProvenRecord::index));
            try {
                return BundleWriter.prepare(new BundleContents(
                        node.config().realm(),
                        caseId.toString(),
                        node.config().member(),
                        node.ledger().identity().origin(),
                        node.world().clock().instant(),
                        messages,
                        records,
                        cards,
                        evidence()));
            } catch (IllegalArgumentException e) {
                throw new Refused(
                        Refused.Code.TOO_LARGE,
                        "case " + caseId + " does not fit a bundle: " + e.getMessage(),
                        "export the messages one by one");
            }
        }

        private void ownAct(Sql sql, long index) {
            try {
                Optional<ProvenAct> act = proofs.own(sql, index);
                if (act.isEmpty()) {
                    return;
                }
                if (act.get().act().recipient() instanceof Recipient.Nobody) {
                    records.add(proven(act.get()));
                    return;
                }
                if (act.get().act().recipient() instanceof Recipient.One(MemberId member)) {
                    members.add(member);
                }
                messages.add(new BundledMessage(
                        proven(act.get()), proofs.receipt(sql, index).map(CaseBundle::proven)));
            } catch (Erased e) {
                leftOut(index);
            }
        }

        private void ownRecord(Sql sql, long index) {
            try {
                proofs.own(sql, index).map(CaseBundle::proven).ifPresent(records::add);
            } catch (Erased e) {
                leftOut(index);
            }
        }

        private void arrived(Sql sql, Arrivals.Arrival arrival) {
            try {
                Optional<ProvenAct> message = proofs.received(sql, arrival.receipt());
                if (message.isPresent()) {
                    members.add(arrival.from());
                    messages.add(new BundledMessage(
                            proven(message.get()),
                            proofs.own(sql, arrival.receipt()).map(CaseBundle::proven)));
                }
            } catch (Erased e) {
                leftOut(arrival.receipt());
            }
        }

        private static void leftOut(long index) {
            LOG.info("what is erased at {} is left out of a bundle", index);
        }

        /** The newest card, and those before it under the same identity: they show the keys of their time. */
        private static List<VerifiedCard> cardsOf(Sql sql, MemberId member) {
            List<VerifiedCard> all = Directory.cards(sql, member).stream()
                    .map(Directory.KeptCard::card)
                    .toList();
            if (all.isEmpty()) {
                return all;
            }
            Hash identity = all.getFirst().root().identity().digest();
            Map<Long, VerifiedCard> byRevision = new TreeMap<>();
            all.stream()
                    .filter(card -> card.root().identity().digest().equals(identity))
                    .forEach(card -> byRevision.putIfAbsent(card.root().revision(), card));
            return List.copyOf(byRevision.values());
        }

        private List<EvidenceFile> evidence() {
            List<EvidenceFile> files = new ArrayList<>();
            for (Item item : node.evidence().items(keyId)) {
                if (item.detail().isPresent()) {
                    ItemDetail detail = item.detail().get();
                    files.add(new EvidenceFile(
                            item.id().text(),
                            detail.name(),
                            detail.mediaType(),
                            detail.sha256(),
                            detail.length(),
                            item.cipherLength(),
                            item.pieceRoot(),
                            Optional.ofNullable(opened.get(item.id())).map(Gathering::source)));
                }
            }
            return files;
        }

        private static ByteSource source(OpenedItem item) {
            return () -> new ItemChannel(item);
        }
    }

    /** An item from its first byte to its last. */
    private static final class ItemChannel implements ReadableByteChannel {

        private final OpenedItem item;
        private long at;

        ItemChannel(OpenedItem item) {
            this.item = item;
        }

        @Override
        public int read(ByteBuffer into) throws IOException {
            if (at == item.size()) {
                return -1;
            }
            int limit = into.limit();
            int count = (int) Math.min(into.remaining(), item.size() - at);
            into.limit(into.position() + count);
            item.read(at, into);
            into.limit(limit);
            at += count;
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        /** The item outlives its channels. */
        @Override
        public void close() {
            at = item.size();
        }
    }
}

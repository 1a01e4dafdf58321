package org.comity.node.evidence;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.LongConsumer;
import org.comity.node.ledger.Ledger;
import org.comity.node.ledger.Logged;
import org.comity.node.ledger.Refused;
import org.comity.node.ledger.Source;
import org.comity.node.ledger.StorageGauge;
import org.comity.node.ledger.Turn;
import org.comity.node.store.Snapshot;
import org.comity.node.world.World;
import org.comity.tlog.Hash;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this node does with its own items: takes them in, opens and checks them, and raises the alarm when one changed. */
final class Holding {
    private static final Logger LOG = LoggerFactory.getLogger(Holding.class);

    /** Work on the crew with an item and its header. */
    private interface Use<T> {
        T with(Item item, ItemDetail detail, byte[] header) throws IOException;
    }

    private final World world;
    private final Ledger ledger;
    private final Vault vault;
    private final Items items;
    private final Custody custody;
    private final Offering offering;
    private final EvidenceSettings settings;

    Holding(
            World world,
            Ledger ledger,
            Vault vault,
            Items items,
            Custody custody,
            Offering offering,
            EvidenceSettings settings) {
        this.world = world;
        this.ledger = ledger;
        this.vault = vault;
        this.items = items;
        this.custody = custody;
        this.offering = offering;
        this.settings = settings;
    }

    CompletionStage<Item> takeIn(Source by, Intake intake, ReadableByteChannel plaintext, LongConsumer progress) {
        if (ledger.storage().level() != StorageGauge.Level.AMPLE) {
            return CompletableFuture.failedFuture(StorageGauge.refusal());
        }
        return Lifted.by(world.crew(), () -> vault.takeIn(plaintext, progress))
                .thenCompose(made -> ledger.submit(by, turn -> takenIn(turn, intake, made))
                        .whenComplete((item, failure) -> {
                            if (failure != null) {
                                drop(made.content());
                            }
                        }));
    }

    private Item takenIn(Turn turn, Intake intake, Vault.Sealed made) throws Refused {
        Item item;
        try {
            ItemDetail detail = new ItemDetail(
                    intake.name(), intake.mediaType(), made.sha256(), made.length(), Optional.empty(), intake.terms());
            item = item(turn, intake.caseId(), made.content(), made.pieces(), detail);
        } catch (IllegalArgumentException e) {
            throw new Refused(
                    Refused.Code.INVALID, String.valueOf(e.getMessage()), "take the item in again with that corrected");
        }
        if (intake.redactedFrom().isPresent()) {
            ItemId original = intake.redactedFrom().get();
            Item from = Offering.Whole.require(items.find(turn.sql(), original), original);
            custody.log(turn, from, CustodyEvent.REDACTED, intake.handling().withNote("redacted as " + item.id()));
            custody.log(turn, item, CustodyEvent.REDACTED, intake.handling().withNote("redacted from " + original));
        } else {
            custody.log(turn, item, CustodyEvent.COLLECTED, intake.handling());
        }
        items.insert(turn, item, made.header());
        custody.log(turn, item, CustodyEvent.SEALED, settings.byNode(""));
        return item;
    }

    CompletionStage<OpenedItem> open(Source by, ItemId id, CustodyEvent event, Handling handling) {
        CompletionStage<OpenedItem> opened = use(id, false, (item, detail, header) -> {
            VaultFile file = vault.file(header, item.content());
            try {
                return new OpenedItem(detail, file, vault.plaintext(file));
            } catch (RuntimeException | IOException e) {
                file.close();
                throw e;
            }
        });
        return opened.thenCompose(plain -> ledger.submit(by, turn -> {
                    custody.log(turn, Offering.Whole.require(items.find(turn.sql(), id), id), event, handling);
                    return plain;
                })
                .whenComplete((same, failure) -> {
                    if (failure != null) {
                        close(plain);
                    }
                }));
    }

    CompletionStage<Logged> check(Source by, ItemId id, Handling handling) {
        CompletionStage<Item> checked = use(id, true, (item, detail, header) -> {
            try {
                vault.verify(header, item.content(), detail.sha256(), detail.length());
                return item;
            } catch (EvidenceException e) {
                throw Vault.damaged(e);
            }
        });
        return checked.thenCompose(item -> ledger.submit(by, turn -> {
            offering.whole(turn, item);
            return custody.log(turn, item, CustodyEvent.VERIFIED, handling);
        }));
    }

    /** A new item, whole and not yet stored. */
    Item item(Turn turn, String caseId, Hash content, PieceList pieces, ItemDetail detail) {
        return new Item(
                ItemId.draw(world.entropy()),
                caseId,
                ItemState.SEALED,
                content,
                pieces.fileLength(),
                pieces.root(),
                turn.now(),
                Optional.of(detail));
    }

    /** Marks and logs that the vault copy of an item changed. */
    void alarm(ItemId id, String how) {
        LOG.error("the vault copy of item {} is damaged: {}", id, how);
        ledger.submit(Source.NODE, turn -> {
                    offering.damaged(turn, id, how);
                    return true;
                })
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        LOG.error("the damage to item {} could not be logged", id, failure);
                    }
                });
    }

    /** Raises the alarm if a use of an item failed because its copy changed. */
    void watch(ItemId id, Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        if (Offering.isDamage(cause)) {
            alarm(id, String.valueOf(cause.getMessage()));
        }
    }

    /** @param evenDamaged whether an item may be used that is known to be damaged */
    private <T> CompletionStage<T> use(ItemId id, boolean evenDamaged, Use<T> use) {
        try (Snapshot snapshot = world.store().snapshot()) {
            Optional<Item> found = items.find(snapshot.sql(), id);
            Item item = evenDamaged && found.isPresent() && found.get().state() == ItemState.DAMAGED
                    ? found.get()
                    : Offering.Whole.require(found, id);
            byte[] header = items.header(snapshot.sql(), item).orElseThrow(() -> Offering.Whole.erased(id));
            ItemDetail detail = item.detail().orElseThrow(() -> Offering.Whole.erased(id));
            return Lifted.by(world.crew(), () -> use.with(item, detail, header))
                    .whenComplete((done, failure) -> watch(id, failure));
        } catch (Refused e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void drop(Hash content) {
        try {
            world.blobs().delete(content);
        } catch (RuntimeException e) {
            LOG.warn("blob {} of an item that was not logged stays on disk", content.hex(), e);
        }
    }

    private static void close(OpenedItem opened) {
        try {
            opened.close();
        } catch (IOException e) {
            LOG.warn("a vault file could not be closed", e);
        }
    }
}

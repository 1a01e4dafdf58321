package org.comity.node.evidence;

import java.nio.channels.ReadableByteChannel;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.comity.age.PostQuantumRecipient;
import org.comity.age.Workers;
import org.comity.node.exchange.BodyRefused;
import org.comity.node.exchange.Disposition;
import org.comity.node.exchange.PeerResource;
import org.comity.node.exchange.Received;
import org.comity.node.exchange.Receiver;
import org.comity.node.exchange.Sending;
import org.comity.node.ledger.Ledger;
import org.comity.node.ledger.Logged;
import org.comity.node.ledger.Refused;
import org.comity.node.ledger.Source;
import org.comity.node.ledger.Turn;
import org.comity.node.record.JsonBody;
import org.comity.node.record.Kind;
import org.comity.node.record.Lane;
import org.comity.node.record.MemberId;
import org.comity.node.record.Recipient;
import org.comity.node.store.Migration;
import org.comity.node.store.Snapshot;
import org.comity.node.store.Sql;
import org.comity.node.world.PeerAddress;
import org.comity.node.world.World;
import org.comity.tlog.Hash;

/**
 * The evidence of one node: its vault, the chains of custody, what it offers and what it fetches.
 *
 * <p>Methods that take a {@link Turn} belong inside a work; the others are called on the node's thread, and their futures complete
 * there.
 */
public final class Evidence implements Receiver {
    /** Sent by whoever offers an item. */
    public static final Kind OFFERED = new Kind("evidence.offered");

    /** Sent by whoever fetched an item and found it to be what was offered. */
    public static final Kind VERIFIED = new Kind("evidence.verified");

    private final World world;
    private final Sending sending;
    private final EvidenceSettings settings;
    private final Items items;
    private final Custody custody;
    private final FetchTable fetchTable;
    private final Fetches fetches;
    private final Offering offering;
    private final Erasure erasure;
    private final Holding holding;
    private final EvidenceResource resource;

    /**
     * @param partials where incoming files grow
     * @param workers what carries the chunks of one encryption
     * @param addresses where a recognised member's node answers; empty once recognition is withdrawn
     */
    public Evidence(
            World world,
            Ledger ledger,
            Sending sending,
            VaultKeys keys,
            PartialFiles partials,
            Workers workers,
            Function<MemberId, Optional<PeerAddress>> addresses,
            EvidenceSettings settings) {
        this.world = world;
        this.sending = sending;
        this.settings = settings;
        Vault vault = new Vault(world.blobs(), keys, world.entropy(), workers);
        this.items = new Items(ledger.caseKeys());
        this.custody = new Custody(ledger.caseKeys(), settings);
        this.fetchTable = new FetchTable(ledger.caseKeys());
        Offers offers = new Offers(ledger.caseKeys());
        this.offering = new Offering(world, vault, items, offers, custody, sending, settings);
        this.holding = new Holding(world, ledger, vault, items, custody, offering, settings);
        this.erasure = new Erasure(world, ledger, items, offers, fetchTable, custody);
        this.fetches =
                new Fetches(new Fetches.Means(world, ledger, vault, partials, fetchTable, addresses, this::arrived));
        this.resource = new EvidenceResource(world, vault, items, offers, holding::alarm);
    }

    /** The tables of this room. */
    public static Migration migration() {
        return Migration.of(Evidence.class, "0001-evidence.sql");
    }

    /** Goes on with the fetches that the last run of the program left. */
    public void start() {
        fetches.resumeAll();
    }

    /** Stops all fetches; the next {@link #start} goes on with them. */
    public void stop() {
        fetches.haltAll();
    }

    /** What other nodes may fetch here. */
    public PeerResource resource() {
        return resource;
    }

    // Taking in and reading.

    /**
     * Takes an item in: one pass over its bytes on the crew, then its row and the custody acts {@code collected} (or
     * {@code redacted}) and {@code sealed} in one commit. Fails with {@link Refused} or whatever stopped the reading.
     *
     * @param plaintext read to its end on a thread of the crew; the caller's to close
     * @param progress told the bytes done, on that thread
     */
    public CompletionStage<Item> takeIn(
            Source by, Intake intake, ReadableByteChannel plaintext, LongConsumer progress) {
        return holding.takeIn(by, intake, plaintext, progress);
    }

    public Optional<Item> item(ItemId id) {
        return read(sql -> items.find(sql, id));
    }

    /** In the order they came. */
    public List<Item> items(String caseId) {
        return read(sql -> items.ofCase(sql, caseId));
    }

    /** The chain of custody, oldest first. */
    public List<CustodyEntry> custody(ItemId id) {
        return read(sql -> custody.chain(sql, id));
    }

    /** Logs an event that happened outside this program, such as {@link CustodyEvent#RETURNED}. */
    public Logged record(Turn turn, ItemId id, CustodyEvent event, Handling handling) throws Refused {
        return custody.log(turn, Offering.Whole.require(items.find(turn.sql(), id), id), event, handling);
    }

    /**
     * Opens an item for reading, once the custody act {@code opened} is logged. Fails with {@link Refused}, or with
     * {@link EvidenceException} when the vault copy is damaged.
     */
    public CompletionStage<OpenedItem> open(Source by, ItemId id, Handling handling) {
        return holding.open(by, id, CustodyEvent.OPENED, handling);
    }

    /** Like {@link #open}, for a copy that leaves the vault: the act is {@code copied}. */
    public CompletionStage<OpenedItem> openForCopy(Source by, ItemId id, Handling handling) {
        return holding.open(by, id, CustodyEvent.COPIED, handling);
    }

    /**
     * Decrypts a whole item and compares its digest; logs {@code verified}, or that it is damaged. An item that was damaged and is
     * whole again, from a backup of its blob, is served again. Fails with {@link EvidenceException} when it is damaged.
     */
    public CompletionStage<Logged> check(Source by, ItemId id, Handling handling) {
        return holding.check(by, id, handling);
    }

    /** Destroys an item for good; the reason is the note of the handling and must be there. */
    public Logged erase(Turn turn, ItemId id, Handling handling) throws Refused {
        return erasure.erase(turn, id, handling);
    }

    // Offering.

    /**
     * Encrypts an item for one member, on the crew, without a byte of plaintext on disk. Nothing is sent or kept yet.
     *
     * @param vaultKey the recipient's vault key, from its card
     */
    public CompletionStage<PreparedOffer> prepareOffer(ItemId id, MemberId recipient, PostQuantumRecipient vaultKey) {
        return offering.prepare(id, recipient, vaultKey).whenComplete((offer, failure) -> holding.watch(id, failure));
    }

    /**
     * Offers what was prepared: keeps its keys, sends {@code evidence.offered}, logs {@code sent}.
     *
     * @throws Refused when the item is not whole, its source's terms forbid it, or the recipient is not recognised
     */
    public Logged offer(Turn turn, PreparedOffer prepared, OfferTerms terms, Handling handling) throws Refused {
        return offering.offer(turn, prepared, terms, handling);
    }

    /** Destroys the keys of one offer: nothing more of it can be fetched. */
    public void withdrawOffer(Turn turn, Hash root) throws Refused {
        offering.withdraw(turn, root);
    }

    // Fetching.

    public Optional<Fetch> fetch(Hash root) {
        return read(sql -> fetchTable.find(sql, root).map(row -> fetchTable.shown(sql, row)));
    }

    /** What other members offered in a case, oldest first. */
    public List<Fetch> fetches(String caseId) {
        return read(sql -> fetchTable.ofCase(sql, caseId).stream()
                .map(row -> fetchTable.shown(sql, row))
                .toList());
    }

    public List<Fetch> fetches(FetchState state) {
        return read(sql -> fetchTable.in(sql, state).stream()
                .map(row -> fetchTable.shown(sql, row))
                .toList());
    }

    /** Starts a fetch that waits for an officer or was suspended. */
    public void startFetch(Turn turn, Hash root) throws Refused {
        requireFetch(turn, root, Set.of(FetchState.OFFERED, FetchState.SUSPENDED, FetchState.DECLINED));
        fetchTable.state(turn, root, FetchState.RUNNING, 0, "");
        turn.afterCommit(() -> world.schedule().soon(() -> fetches.start(root)));
    }

    /** Ends a fetch for now; what came so far is dropped at the next start. */
    public void declineFetch(Turn turn, Hash root, String reason) throws Refused {
        requireFetch(turn, root, Set.of(FetchState.OFFERED, FetchState.SUSPENDED, FetchState.RUNNING));
        fetchTable.state(turn, root, FetchState.DECLINED, 0, reason);
        fetchTable.dropHeader(turn.sql(), root);
        turn.afterCommit(() -> fetches.halt(root));
    }

    @Override
    public Set<Kind> kinds() {
        return Set.of(OFFERED, VERIFIED);
    }

    @Override
    public void received(Turn turn, Received message) throws BodyRefused {
        if (message.act().kind().equals(VERIFIED)) {
            offering.verified(turn, message);
            return;
        }
        OfferBody body;
        try {
            body = OfferBody.parse(message.act().body(), message.from());
        } catch (RuntimeException e) {
            throw new BodyRefused("not an evidence.offered body: " + e.getMessage());
        }
        Hash root = body.root();
        if (fetchTable.find(turn.sql(), root).isPresent()) {
            throw new BodyRefused(Disposition.DUPLICATE_OF, "the root " + root.hex() + " was offered before");
        }
        boolean atOnce = body.cipherLength() <= settings.fetchOnArrivalBytes();
        fetchTable.insert(turn, body, message, atOnce ? FetchState.RUNNING : FetchState.OFFERED);
        if (atOnce) {
            turn.afterCommit(() -> world.schedule().soon(() -> fetches.start(root)));
        }
    }

    /** A fetched file is complete and is what was offered: it becomes an item as it is. */
    private void arrived(
            Turn turn, FetchTable.Stored fetch, FetchTable.Told told, PieceList pieces, byte[] header, Hash content)
            throws Refused {
        requireFetch(turn, fetch.root(), Set.of(FetchState.RUNNING));
        Item item =
                holding.item(turn, fetch.caseId(), content, pieces, told.body().detail(fetch.offerer()));
        items.insert(turn, item, header);
        Handling handling = settings.byNode(
                "from " + fetch.offerer() + ", there " + told.body().item());
        custody.log(turn, item, CustodyEvent.RECEIVED, handling);
        custody.log(turn, item, CustodyEvent.VERIFIED, handling);
        VerifiedBody answer = new VerifiedBody(
                told.body().item(),
                told.body().sha256(),
                told.body().length(),
                told.body().pieceRoot());
        Logged sent = sending.send(
                turn,
                settings.draft(
                        VERIFIED,
                        Recipient.one(fetch.offerer()),
                        Lane.ORDINARY,
                        JsonBody.write(answer),
                        fetch.caseId(),
                        List.of(told.ref())));
        fetchTable.done(turn, fetch.root(), item.id(), sent.index());
    }

    private void requireFetch(Turn turn, Hash root, Set<FetchState> legal) throws Refused {
        FetchTable.Stored row = fetchTable
                .find(turn.sql(), root)
                .orElseThrow(() -> new Refused(
                        Refused.Code.NOT_FOUND,
                        "nothing with the root " + root.hex() + " was offered",
                        "look at the case"));
        if (!legal.contains(row.state())) {
            throw new Refused(
                    Refused.Code.WRONG_STATE,
                    "the fetch is " + row.state().word() + ", this needs one of " + legal,
                    "look at the fetch again");
        }
    }

    private <T> T read(Function<Sql, T> reading) {
        try (Snapshot snapshot = world.store().snapshot()) {
            return reading.apply(snapshot.sql());
        }
    }
}

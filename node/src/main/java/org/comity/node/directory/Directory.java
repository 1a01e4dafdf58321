package org.comity.node.directory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.comity.node.access.ApprovalRefused;
import org.comity.node.access.Approvals;
import org.comity.node.access.OfficerKey;
import org.comity.node.access.Officers;
import org.comity.node.access.Role;
import org.comity.node.ledger.LedgerCorrupt;
import org.comity.node.ledger.Logged;
import org.comity.node.ledger.Refused;
import org.comity.node.ledger.Turn;
import org.comity.node.record.Approval;
import org.comity.node.record.Draft;
import org.comity.node.record.MemberId;
import org.comity.node.record.Realm;
import org.comity.node.store.Migration;
import org.comity.node.store.Sql;
import org.comity.node.world.Pin;
import org.comity.tlog.Hash;

/**
 * The members this node deals with.
 *
 * <p>Every change is a record in the node's own log, made in the same commit as the row it concerns; memory follows when that commit
 * is durable. Reads look at memory only and may come from any thread. Changes look at the tables, because several of them may share
 * one commit.
 */
public final class Directory {

    /** The tables of this room. */
    public static final List<Migration> MIGRATIONS = DirectoryTables.MIGRATIONS;

    /** Who may approve a recognition: people who answer for the state, not those who run the machine. */
    public static final Set<Role> RECOGNISING = Set.copyOf(EnumSet.of(Role.APPROVER, Role.CENTRAL_AUTHORITY));

    private static final int MAX_REASON = 1_000;

    private final Realm realm;
    private final MemberId self;
    private final AddressRule rule;
    private final List<Consumer<MemberId>> listeners = new ArrayList<>();
    private volatile DirectoryView view;

    private Directory(Realm realm, MemberId self, AddressRule rule, DirectoryView view) {
        this.realm = realm;
        this.self = self;
        this.rule = rule;
        this.view = view;
    }

    /**
     * Reads the peers from the database.
     *
     * @param self our own member code
     * @throws LedgerCorrupt if a stored card was changed
     */
    public static Directory load(Realm realm, MemberId self, AddressRule rule, Sql sql) {
        DirectoryView view =
                DirectoryView.of(DirectoryTables.peers(sql), DirectoryTables.own(sql), DirectoryTables.offers(sql));
        return new Directory(realm, self, rule, view);
    }

    /** Calls back, on the node's thread, whenever the entry of a member has changed. */
    public void onChange(Consumer<MemberId> listener) {
        listeners.add(listener);
    }

    /** The member's entry, also when its recognition was withdrawn: ask {@link Peer#recognised}. */
    public Optional<Peer> peer(MemberId member) {
        return view.peer(member);
    }

    /** The recognised member whose current or next TLS key this is. */
    public Optional<Peer> byPin(Pin pin) {
        return view.byPin(pin);
    }

    /** All entries, by member code; also withdrawn ones. */
    public List<Peer> peers() {
        return List.copyOf(view.peers());
    }

    /** The key of an officer of a recognised member, by its id in an approval. */
    public Optional<OfficerKey> officer(MemberId member, Hash keyId) {
        return peer(member).filter(Peer::recognised).flatMap(peer -> peer.officer(keyId));
    }

    /** The card that this node issued last. */
    public Optional<VerifiedCard> own() {
        return view.own();
    }

    /**
     * A card that this node took or issued.
     *
     * @param index of the own act by which it did
     */
    public record KeptCard(VerifiedCard card, long index) {}

    /** Every card of a member that was taken here, or of our own that was issued, the newest first. */
    public static List<KeptCard> cards(Sql sql, MemberId member) {
        return DirectoryTables.cards(sql, member);
    }

    /** The rule by which addresses are admitted here and resolved addresses checked. */
    public AddressRule addressRule() {
        return rule;
    }

    /** What officers sign to approve a recognition; sign it as {@code ApprovalStatement.of(draft, realm, self, role, time)}. */
    public Draft recognition(VerifiedCard card, Comparison how) {
        return DirectoryActs.recognised(card, how);
    }

    /**
     * Recognises a member under this card, or renews its recognition after its identity or its log changed.
     *
     * @param how {@link Comparison#DEMO} only in exercises, or where the operator allows private addresses
     * @param approvals of {@link #recognition} by two officers in a role of {@link #RECOGNISING}; none for a demonstration
     * @throws Refused if the card is of another realm or our own, approvals are missing, the member is recognised by these very bytes
     *     already, the card is older than the one held, or it claims keys of another member
     */
    public Logged admit(Turn turn, VerifiedCard card, Comparison how, List<Approval> approvals) throws Refused {
        requireForeign(card);
        Draft draft = recognition(card, how);
        for (Approval approval : approvals) {
            draft = draft.withApproval(approval);
        }
        requireApproved(turn, draft, how);
        Optional<Peer> held = DirectoryTables.peer(turn.sql(), card.member());
        if (held.isPresent()) {
            requireRenewable(held.get(), card);
        }
        requireUnclaimed(turn.sql(), card);
        Logged logged = turn.append(draft);
        put(turn, card, Peer.State.RECOGNISED, turn.now(), logged.index());
        return logged;
    }

    /**
     * Ends the recognition of a member; the next request of it is refused.
     *
     * @param reason for our own file, 1 to 1,000 characters
     */
    public Logged withdraw(Turn turn, MemberId member, String reason) throws Refused {
        if (reason.isBlank() || reason.length() > MAX_REASON) {
            throw new Refused(
                    Refused.Code.INVALID,
                    "the reason has " + reason.length() + " characters, legal are 1 to " + MAX_REASON
                            + ", not all blank",
                    "say in a sentence why the recognition ends");
        }
        Peer held = requireRecognised(turn.sql(), member);
        Logged logged = turn.append(DirectoryActs.withdrawn(held.card(), reason));
        DirectoryTables.dropClaims(turn.sql(), member);
        Peer ended = new Peer(held.card(), Peer.State.WITHDRAWN, turn.now());
        DirectoryTables.dropOffer(turn.sql(), member);
        DirectoryTables.putPeer(turn.sql(), ended);
        turn.afterCommit(() -> show(ended));
        return logged;
    }

    /**
     * Takes a newer card of a recognised member without asking a person, where the change allows it.
     *
     * @return what it changed; empty if it is the card that is held, and then nothing is logged
     * @throws Refused if the member is not recognised, or the card is an older one, of another identity, of another log, lowers the
     *     protocol version, or claims keys of another member
     */
    public Set<CardChange> update(Turn turn, VerifiedCard card) throws Refused {
        requireForeign(card);
        Peer held = requireRecognised(turn.sql(), card.member());
        Set<CardChange> changes;
        try {
            changes = Succession.check(held.card(), card);
        } catch (CardRefused e) {
            throw refused(e);
        }
        if (changes.isEmpty() && card.digest().equals(held.card().digest())) {
            return changes;
        }
        requireUnclaimed(turn.sql(), card);
        Logged logged = turn.append(DirectoryActs.taken(card, changes));
        put(turn, card, Peer.State.RECOGNISED, held.since(), logged.index());
        return changes;
    }

    /**
     * Looks at a card that a member says is its newest: takes it where the change allows it, and keeps it for officers where it brings
     * another log under the same identity. {@link #admit} settles it.
     *
     * @throws Refused if the member is not recognised, or the card is an older one, of another identity, lowers the protocol version,
     *     or claims keys of another member
     */
    public Learned learn(Turn turn, VerifiedCard card) throws Refused {
        requireForeign(card);
        Peer held = requireRecognised(turn.sql(), card.member());
        try {
            Succession.check(held.card(), card);
        } catch (CardRefused e) {
            if (e.code() != CardRefused.Code.LOG_CHANGED) {
                throw refused(e);
            }
            return offer(turn, held, card);
        }
        if (card.digest().equals(held.card().digest())) {
            return Learned.KNOWN;
        }
        update(turn, card);
        return Learned.TAKEN;
    }

    private Learned offer(Turn turn, Peer held, VerifiedCard card) throws Refused {
        try {
            Succession.checkOffer(held.card(), card);
        } catch (CardRefused e) {
            throw refused(e);
        }
        boolean overtaken = DirectoryTables.offers(turn.sql()).stream()
                .filter(offer -> offer.member().equals(card.member()))
                .anyMatch(offer -> offer.card().root().revision() >= card.root().revision());
        if (overtaken) {
            return Learned.KNOWN;
        }
        requireUnclaimed(turn.sql(), card);
        turn.append(DirectoryActs.offered(card));
        Offer offer = new Offer(card, turn.now());
        DirectoryTables.putOffer(turn.sql(), offer);
        turn.afterCommit(() -> view = view.withOffer(offer));
        return Learned.OFFERED;
    }

    /** A newer card of a member that waits for officers; empty when none does. Any thread may ask. */
    public Optional<Offer> offered(MemberId member) {
        return view.offered(member);
    }

    /**
     * Keeps a card of our own that officers issued, to be handed to peers.
     *
     * @throws Refused if it is of another member or realm, or its revision is not above that of the card issued before
     */
    public Logged issue(Turn turn, VerifiedCard card) throws Refused {
        if (!card.member().equals(self) || !card.root().realm().equals(realm)) {
            throw new Refused(
                    Refused.Code.INVALID,
                    "the card is of " + card.member() + " in realm "
                            + card.root().realm() + ", ours is " + self + " in " + realm,
                    "issue a card from this node's own keys");
        }
        Optional<VerifiedCard> before = DirectoryTables.own(turn.sql());
        if (before.isPresent() && card.root().revision() <= before.get().root().revision()) {
            throw new Refused(
                    Refused.Code.WRONG_STATE,
                    "the card has revision " + card.root().revision() + ", the one issued before has "
                            + before.get().root().revision(),
                    "renew it from the card that was issued last");
        }
        requireUnclaimed(turn.sql(), card);
        Logged logged = turn.append(DirectoryActs.issued(card));
        DirectoryTables.keepCard(turn.sql(), card, turn.now(), logged.index());
        DirectoryTables.putOwn(turn.sql(), card);
        DirectoryTables.putClaims(turn.sql(), card);
        turn.afterCommit(() -> view = view.withOwn(card));
        return logged;
    }

    private void put(Turn turn, VerifiedCard card, Peer.State state, Instant since, long logIndex) {
        Peer peer = new Peer(card, state, since);
        DirectoryTables.keepCard(turn.sql(), card, turn.now(), logIndex);
        DirectoryTables.putPeer(turn.sql(), peer);
        DirectoryTables.dropOffer(turn.sql(), peer.member());
        DirectoryTables.putClaims(turn.sql(), card);
        turn.afterCommit(() -> show(peer));
    }

    private void show(Peer peer) {
        view = view.with(peer);
        listeners.forEach(listener -> listener.accept(peer.member()));
    }

    private void requireForeign(VerifiedCard card) throws Refused {
        if (!card.root().realm().equals(realm)) {
            throw new Refused(
                    Refused.Code.INVALID,
                    "the card is of realm " + card.root().realm() + ", this node of " + realm,
                    "cards of exercises and of the world never mix; ask for the card of this realm");
        }
        if (card.member().equals(self)) {
            throw new Refused(
                    Refused.Code.INVALID,
                    "the card names our own member code " + self,
                    "ask the other side for its own card");
        }
    }

    private void requireApproved(Turn turn, Draft draft, Comparison how) throws Refused {
        if (how == Comparison.DEMO) {
            if (!realm.isExercise() && !rule.allowPrivate()) {
                throw new Refused(
                        Refused.Code.NOT_ALLOWED,
                        "a card cannot be recognised without comparing its fingerprint in the world",
                        "have an officer read the twelve words or forty digits over the telephone");
            }
            return;
        }
        try {
            Approvals.requireTwo(
                    draft, realm, self, RECOGNISING, keyId -> Officers.keyInUse(turn.sql(), keyId, turn.now()));
        } catch (ApprovalRefused e) {
            throw new Refused(
                    Refused.Code.NOT_ALLOWED,
                    Objects.requireNonNull(e.getMessage()),
                    "two officers compare the fingerprint, then each signs the recognition with a key of their own");
        }
    }

    /** A renewed recognition may bring another identity or log, but under the same identity no older card comes back. */
    private static void requireRenewable(Peer held, VerifiedCard card) throws Refused {
        if (held.recognised() && held.card().digest().equals(card.digest())) {
            throw new Refused(
                    Refused.Code.DUPLICATE,
                    card.member() + " is recognised under this very card since " + held.since(),
                    "nothing is to be done");
        }
        boolean sameIdentity = held.rootCard().identity().equals(card.root().identity());
        if (sameIdentity && card.root().revision() < held.rootCard().revision()) {
            throw refused(new CardRefused(
                    CardRefused.Code.REVISION_NOT_HIGHER,
                    "the card of " + card.member() + " has revision "
                            + card.root().revision() + ", a later one with "
                            + held.rootCard().revision() + " was seen already"));
        }
    }

    private static void requireUnclaimed(Sql sql, VerifiedCard card) throws Refused {
        Optional<String> clash = DirectoryTables.clash(sql, card);
        if (clash.isPresent()) {
            throw new Refused(
                    Refused.Code.WRONG_STATE,
                    "the card of " + card.member() + " claims what belongs to " + clash.get(),
                    "do not take this card; ask both members which of them holds the key");
        }
    }

    private static Peer requireRecognised(Sql sql, MemberId member) throws Refused {
        Optional<Peer> held = DirectoryTables.peer(sql, member).filter(Peer::recognised);
        return held.orElseThrow(() -> new Refused(
                Refused.Code.NOT_FOUND,
                member + " is not recognised by this node",
                "compare the fingerprint of its card and recognise it first"));
    }

    private static Refused refused(CardRefused e) {
        Refused refused = new Refused(
                Refused.Code.WRONG_STATE,
                Objects.requireNonNull(e.getMessage()),
                "keep the card that is held, and ask the member through another channel if this was meant");
        refused.initCause(e);
        return refused;
    }
}

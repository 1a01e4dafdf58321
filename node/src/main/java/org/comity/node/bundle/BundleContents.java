package org.comity.node.bundle;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.comity.node.directory.VerifiedCard;
import org.comity.node.record.MemberId;
import org.comity.node.record.Realm;
import org.comity.node.record.Recipient;
import org.comity.tlog.Hash;

/**
 * What a bundle shows: everything in it that was not made by making the bundle.
 *
 * @param realm of every record and card in it
 * @param caseReference the exporter's file reference, 1 to 200 characters
 * @param exporter the member whose node writes the bundle
 * @param origin the log in which the export itself is recorded
 * @param created when, to the millisecond; a claim
 * @param messages in the order in which they are to be read, each once
 * @param records acts of the exporter's own that go to no other member: custody, recognitions, public statements
 * @param cards of every member whose records are here, at least the exporter's; earlier cards too where keys have changed since
 * @param evidence each item once
 */
public record BundleContents(
        Realm realm,
        String caseReference,
        MemberId exporter,
        String origin,
        Instant created,
        List<BundledMessage> messages,
        List<ProvenRecord> records,
        List<VerifiedCard> cards,
        List<EvidenceFile> evidence) {

    /** Most messages, and most own records. */
    public static final int MAX_RECORDS = 1_000;

    /** Most cards, and most items of evidence. */
    public static final int MAX_CARDS = 400;

    /** Cards by member, the newest of each first. */
    private static final Comparator<VerifiedCard> CARD_ORDER = Comparator.comparing(VerifiedCard::member)
            .thenComparingLong(card -> -card.root().revision());

    public BundleContents {
        if (caseReference.isBlank() || caseReference.length() > 200) {
            throw new IllegalArgumentException(
                    "case reference has " + caseReference.length() + " characters, legal are 1 to 200, not all blank");
        }
        created = Instant.ofEpochMilli(created.toEpochMilli());
        messages = bounded("messages", messages, MAX_RECORDS);
        records = bounded("own records", records, MAX_RECORDS);
        cards = bounded("cards", cards, MAX_CARDS).stream().sorted(CARD_ORDER).toList();
        evidence = bounded("items of evidence", evidence, MAX_CARDS);
        requireOwn(exporter, records);
        requireMessages(messages);
        requireOnce(messages, records);
        requireCards(exporter, cards);
        if (evidence.stream().map(EvidenceFile::item).distinct().count() != evidence.size()) {
            throw new IllegalArgumentException("an item of evidence is named twice");
        }
    }

    private static <T> List<T> bounded(String what, List<T> values, int max) {
        if (values.size() > max) {
            throw new IllegalArgumentException(
                    "a bundle of " + values.size() + " " + what + ", legal are at most " + max);
        }
        return List.copyOf(values);
    }

    private static void requireOwn(MemberId exporter, List<ProvenRecord> records) {
        for (ProvenRecord record : records) {
            boolean addressed = record.act().recipient() instanceof Recipient.One;
            if (addressed || !record.act().sender().equals(exporter)) {
                throw new IllegalArgumentException(record.act() + " is no own record of the exporter " + exporter);
            }
        }
    }

    private static void requireMessages(List<BundledMessage> messages) {
        for (BundledMessage message : messages) {
            if (message.message().act().recipient() instanceof Recipient.Nobody) {
                throw new IllegalArgumentException(message.message().act() + " goes to nobody, so it is no message");
            }
        }
    }

    private static void requireOnce(List<BundledMessage> messages, List<ProvenRecord> records) {
        record Place(String origin, long index) {}
        Set<Place> seen = new HashSet<>();
        for (BundledMessage message : messages) {
            ProvenRecord proven = message.message();
            if (!seen.add(new Place(proven.act().origin(), proven.index()))) {
                throw new IllegalArgumentException(proven + " is in the bundle twice");
            }
        }
        for (ProvenRecord proven : records) {
            if (!seen.add(new Place(proven.act().origin(), proven.index()))) {
                throw new IllegalArgumentException(proven + " is in the bundle twice");
            }
        }
    }

    private static void requireCards(MemberId exporter, List<VerifiedCard> cards) {
        record Revision(MemberId member, long revision) {}
        record Identity(MemberId member, Hash identity) {}
        Set<Revision> revisions = new HashSet<>();
        Set<Identity> identities = new HashSet<>();
        Set<MemberId> members = new HashSet<>();
        for (VerifiedCard card : cards) {
            members.add(card.member());
            identities.add(new Identity(card.member(), card.root().identity().digest()));
            if (!revisions.add(new Revision(card.member(), card.root().revision()))) {
                throw new IllegalArgumentException("two cards of " + card.member() + " have the revision "
                        + card.root().revision());
            }
        }
        if (identities.size() != members.size()) {
            throw new IllegalArgumentException("two cards of one member are of different identities");
        }
        if (!members.contains(exporter)) {
            throw new IllegalArgumentException("the card of the exporter " + exporter + " is missing");
        }
    }
}

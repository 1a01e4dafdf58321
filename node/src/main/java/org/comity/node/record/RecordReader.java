package org.comity.node.record;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.comity.node.cbor.CborException;
import org.comity.node.cbor.CborReader;
import org.comity.tlog.Hash;

/**
 * Reads a record key by key.
 *
 * <p>The keys 1 to 12 come first and in order, since keys ascend and all twelve are required; so they are read straight down, and
 * the loop is only for what may be absent. What has a default value must be absent rather than spelled out: then one content
 * has one encoding.
 */
final class RecordReader {
    private static final long TEXT_KEY = Long.MAX_VALUE;

    private final CborReader in;
    private final byte[] bytes;
    private final TreeSet<Long> unknownCritical = new TreeSet<>();
    private Hash annexesDigest = ApprovalStatement.NO_ANNEXES;
    private boolean fromAuthoritySeen;

    RecordReader(CborReader in, byte[] bytes) {
        this.in = in;
        this.bytes = bytes;
    }

    /** Reads the keys 1 to 8 of an opened map; they do not depend on the rest being right. */
    static Outer outer(CborReader in) {
        requireKey(in, RecordKey.VERSION);
        String version = in.text();
        if (!version.equals(RecordKey.VERSION_TEXT)) {
            throw new MalformedRecord(
                    "record version is '" + Check.shortened(version) + "', must be " + RecordKey.VERSION_TEXT);
        }
        requireKey(in, RecordKey.REALM);
        Realm realm = new Realm(in.text());
        requireKey(in, RecordKey.KIND);
        Kind kind = new Kind(in.text());
        requireKey(in, RecordKey.SENDER);
        MemberId sender = new MemberId(in.text());
        requireKey(in, RecordKey.ORIGIN);
        String origin = in.text();
        requireKey(in, RecordKey.RECIPIENT);
        Recipient recipient = Recipient.parse(in.tryNil() ? Optional.empty() : Optional.of(in.text()));
        requireKey(in, RecordKey.LANE);
        Lane lane = Lane.of(in.uint());
        requireKey(in, RecordKey.SEQUENCE);
        return new Outer(realm, kind, sender, origin, recipient, lane, in.uint());
    }

    Act read() {
        int pairs = openMap("record", RecordWriter.REQUIRED_KEYS);
        Outer outer = outer(in);
        requireKey(in, RecordKey.TIME);
        Stamp stamp = new Stamp(outer.realm(), outer.sender(), outer.origin(), outer.sequence(), in.uint());
        requireKey(in, RecordKey.RULEBOOK);
        Optional<Hash> rulebook = in.tryNil() ? Optional.empty() : Optional.of(hash());
        requireKey(in, RecordKey.MEDIA_TYPE);
        String mediaType = in.text();
        requireKey(in, RecordKey.BODY);
        Content.Builder content =
                new Content.Builder(outer.kind(), outer.recipient(), outer.lane(), mediaType, in.bytes());
        content.rulebook = rulebook;
        for (int i = RecordKey.BODY; i < pairs; i++) {
            long key = in.keyOr(TEXT_KEY);
            if (key < RecordKey.REFS || key > RecordKey.URGENCY) {
                unknown(key, key);
            } else {
                optional((int) key, content);
            }
        }
        in.end();
        if (!fromAuthoritySeen) {
            throw new MalformedRecord("record lacks key " + RecordKey.FROM_AUTHORITY);
        }
        if ((outer.lane() == Lane.OWN) != (outer.sequence() == 0)) {
            throw new MalformedRecord("sequence is " + outer.sequence() + " in lane " + outer.lane()
                    + ", must be 0 in lane OWN and at least 1 elsewhere");
        }
        return new Act(bytes, stamp, content.build(), annexesDigest, List.copyOf(unknownCritical));
    }

    private void optional(int key, Content.Builder content) {
        switch (key) {
            case RecordKey.REFS -> content.refs = references();
            case RecordKey.EXPIRY -> content.expiryMs = OptionalLong.of(in.uint());
            case RecordKey.FROM_AUTHORITY -> {
                content.fromAuthority = new AuthorityId(in.text());
                fromAuthoritySeen = true;
            }
            case RecordKey.TO_AUTHORITY -> content.toAuthority = Optional.of(new AuthorityId(in.text()));
            case RecordKey.APPROVALS -> content.approvals = approvals();
            case RecordKey.ANNEXES -> {
                int from = in.position();
                content.annexes = annexes();
                annexesDigest = Hash.sha256(Arrays.copyOfRange(bytes, from, in.position()));
            }
            case RecordKey.OWN_REFERENCE -> content.ownReference = Optional.of(in.text());
            case RecordKey.FOREIGN_REFERENCES -> content.foreignReferences = foreignReferences();
            case RecordKey.URGENCY -> {
                content.urgency = Urgency.of(in.uint());
                refuseDefault(content.urgency == Urgency.ROUTINE, "urgency 0");
            }
            default -> throw new IllegalStateException("key " + key + " is known but not read");
        }
    }

    private List<Ref> references() {
        int count = count("references", Content.MAX_REFS);
        List<Ref> refs = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int items = in.array();
            if (items != 4) {
                throw new MalformedRecord("reference has " + items + " items, must have 4");
            }
            refs.add(new Ref(in.text(), in.text(), in.uint(), hash()));
        }
        return refs;
    }

    private List<Approval> approvals() {
        int count = count("approvals", Content.MAX_APPROVALS);
        List<Approval> approvals = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int pairs = openMap("approval", RecordKey.APPROVAL_SIGNATURE);
            requireKey(in, RecordKey.APPROVAL_ROLE);
            String role = in.text();
            requireKey(in, RecordKey.APPROVAL_KEY);
            Hash officerKeyId = hash();
            requireKey(in, RecordKey.APPROVAL_ALGORITHM);
            Algorithm algorithm = Algorithm.of(in.uint());
            requireKey(in, RecordKey.APPROVAL_TIME);
            long timeMs = in.uint();
            requireKey(in, RecordKey.APPROVAL_SIGNATURE);
            approvals.add(new Approval(role, officerKeyId, algorithm, timeMs, in.bytes()));
            for (int extra = RecordKey.APPROVAL_SIGNATURE; extra < pairs; extra++) {
                unknown(in.keyOr(TEXT_KEY), RecordKey.APPROVALS);
            }
        }
        return approvals;
    }

    private List<Annex> annexes() {
        int count = count("annexes", Content.MAX_ANNEXES);
        List<Annex> annexes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            annexes.add(annex());
        }
        return annexes;
    }

    private Annex annex() {
        int pairs = openMap("annex", RecordKey.ANNEX_LENGTH);
        requireKey(in, RecordKey.ANNEX_KIND);
        String kind = in.text();
        requireKey(in, RecordKey.ANNEX_LANGUAGE);
        String language = in.text();
        requireKey(in, RecordKey.ANNEX_MEDIA_TYPE);
        String mediaType = in.text();
        requireKey(in, RecordKey.ANNEX_DIGEST);
        Hash digest = hash();
        requireKey(in, RecordKey.ANNEX_LENGTH);
        long length = in.uint();
        Optional<Hash> translationOf = Optional.empty();
        boolean authentic = false;
        String name = "";
        for (int i = RecordKey.ANNEX_LENGTH; i < pairs; i++) {
            long key = in.keyOr(TEXT_KEY);
            if (key == RecordKey.ANNEX_TRANSLATION_OF) {
                translationOf = Optional.of(hash());
            } else if (key == RecordKey.ANNEX_AUTHENTIC) {
                authentic = in.bool();
                refuseDefault(!authentic, "authentic = false");
            } else if (key == RecordKey.ANNEX_NAME) {
                name = in.text();
                refuseDefault(name.isEmpty(), "an empty name");
            } else {
                unknown(key, RecordKey.ANNEXES);
            }
        }
        return new Annex(kind, language, mediaType, digest, length, translationOf, authentic, name);
    }

    private List<String> foreignReferences() {
        int count = count("foreign references", Content.MAX_FOREIGN_REFERENCES);
        List<String> references = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            references.add(in.text());
        }
        return references;
    }

    /** A map too small for its required keys would otherwise be read on into the map around it. */
    private int openMap(String what, int minimum) {
        int pairs = in.map();
        if (pairs < minimum) {
            throw new MalformedRecord(what + " has " + pairs + " keys, must have at least " + minimum);
        }
        return pairs;
    }

    private int count(String what, int max) {
        int count = in.array();
        refuseDefault(count == 0, "an empty array of " + what);
        if (count > max) {
            throw new MalformedRecord(what + " are " + count + ", at most " + max + " are allowed");
        }
        return count;
    }

    private void unknown(long key, long reported) {
        if (key < RecordKey.FIRST_IGNORABLE) {
            unknownCritical.add(reported);
        }
        in.skip();
    }

    private Hash hash() {
        return Hash.of(in.bytes(Hash.BYTES));
    }

    private static void refuseDefault(boolean isDefault, String what) {
        if (isDefault) {
            throw new MalformedRecord(what + " must be left out, not written");
        }
    }

    private static void requireKey(CborReader in, int key) {
        long found = in.keyOr(TEXT_KEY);
        if (found != key) {
            throw new MalformedRecord("expected key " + key + ", found "
                    + (found == TEXT_KEY ? "a later or text key" : Long.toString(found)));
        }
    }

    /** The one place where what the parser and the value types refuse becomes the room's own exception. */
    static MalformedRecord malformed(RuntimeException refusal) {
        return refusal instanceof MalformedRecord already
                ? already
                : new MalformedRecord(
                        (refusal instanceof CborException ? "not a record in deterministic CBOR: " : "bad field: ")
                                + refusal.getMessage(),
                        refusal);
    }
}

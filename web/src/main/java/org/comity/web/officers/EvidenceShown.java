package org.comity.web.officers;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.comity.node.evidence.CustodyEntry;
import org.comity.node.evidence.Fetch;
import org.comity.node.evidence.Handling;
import org.comity.node.evidence.Item;
import org.comity.node.evidence.ItemDetail;
import org.comity.node.evidence.ItemId;
import org.comity.node.evidence.Terms;
import org.comity.node.record.MemberId;
import org.comity.tlog.Hash;

/** One item of evidence, for people and their programs. */
record EvidenceShown(
        String id,
        Optional<String> caseId,
        String state,
        Instant made,
        long cipherLength,
        Hash pieceRoot,
        Optional<String> name,
        Optional<String> mediaType,
        Optional<Hash> sha256,
        Optional<Long> length,
        Optional<MemberId> source,
        Optional<TermsShown> terms) {

    record TermsShown(List<String> useLimits, String onward, String conditions) {
        static TermsShown of(Terms terms) {
            return new TermsShown(terms.useLimits(), terms.onward().word(), terms.conditions());
        }
    }

    record Detail(EvidenceShown item, List<Custody> custody) {}

    record Custody(
            long number,
            String event,
            Instant at,
            long index,
            Hash entry,
            Optional<String> who,
            Optional<String> where,
            Optional<String> tool,
            Optional<String> legalBasis,
            Optional<String> note) {

        static Custody of(CustodyEntry entry) {
            return new Custody(
                    entry.number(),
                    entry.event().word(),
                    entry.at(),
                    entry.index(),
                    entry.entry(),
                    entry.handling().map(Handling::who),
                    entry.handling().map(Handling::where),
                    entry.handling().map(Handling::tool),
                    entry.handling().map(Handling::legalBasis),
                    entry.handling().map(Handling::note));
        }
    }

    /** What a member offers, and how far it was fetched. */
    record FetchShown(
            Hash root,
            MemberId offerer,
            Optional<String> caseId,
            String state,
            Optional<String> name,
            Optional<String> mediaType,
            Optional<Hash> sha256,
            Optional<Long> length,
            long cipherLength,
            int piecesStored,
            int pieces,
            String reason,
            Optional<String> item,
            Instant offered) {

        static FetchShown of(Fetch fetch, Optional<String> caseId) {
            return new FetchShown(
                    fetch.root(),
                    fetch.offerer(),
                    caseId,
                    RequestShown.word(fetch.state()),
                    fetch.detail().map(ItemDetail::name),
                    fetch.detail().map(ItemDetail::mediaType),
                    fetch.detail().map(ItemDetail::sha256),
                    fetch.detail().map(ItemDetail::length),
                    fetch.cipherLength(),
                    fetch.piecesStored(),
                    fetch.pieces(),
                    fetch.reason(),
                    fetch.item().map(ItemId::text),
                    fetch.offered());
        }
    }

    static EvidenceShown of(Item item, Optional<String> caseId) {
        return new EvidenceShown(
                item.id().text(),
                caseId,
                RequestShown.word(item.state()),
                item.made(),
                item.cipherLength(),
                item.pieceRoot(),
                item.detail().map(ItemDetail::name),
                item.detail().map(ItemDetail::mediaType),
                item.detail().map(ItemDetail::sha256),
                item.detail().map(ItemDetail::length),
                item.detail().flatMap(ItemDetail::source),
                item.detail().map(ItemDetail::terms).map(TermsShown::of));
    }
}

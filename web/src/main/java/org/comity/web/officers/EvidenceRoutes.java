package org.comity.web.officers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.comity.node.Node;
import org.comity.node.access.Role;
import org.comity.node.casework.CaseId;
import org.comity.node.casework.RequestId;
import org.comity.node.casework.RequestView;
import org.comity.node.directory.Peer;
import org.comity.node.driver.Threads;
import org.comity.node.evidence.Handling;
import org.comity.node.evidence.Intake;
import org.comity.node.evidence.Item;
import org.comity.node.evidence.ItemDetail;
import org.comity.node.evidence.ItemId;
import org.comity.node.evidence.OfferTerms;
import org.comity.node.evidence.Onward;
import org.comity.node.evidence.OpenedItem;
import org.comity.node.evidence.PreparedOffer;
import org.comity.node.evidence.Terms;
import org.comity.node.ledger.Logged;
import org.comity.node.ledger.Refused;
import org.comity.node.record.MemberId;
import org.comity.node.record.Ref;
import org.comity.tlog.Hash;

/** Evidence this node holds: taking in, reading, offering, erasing. Each use is a line in the item's chain of custody. */
final class EvidenceRoutes {

    /** Who may destroy an item: those who answer for the state's acts, not whoever drafts them. */
    private static final Set<Role> ERASING = Set.of(Role.APPROVER, Role.CENTRAL_AUTHORITY);

    record Offer(
            MemberId to,
            Optional<String> request,
            List<String> useLimits,
            String onward,
            String conditions,
            String legalBasis,
            String note) {}

    record Offered(Hash root, DirectoryRoutes.Message message, long cipherLength) {}

    private final Node node;

    /** Whoever hands an item in may be slow; so many may hold a thread of the crew, and not the whole of it. */
    private final Semaphore intakes = new Semaphore(Threads.WAITING_WORKS);

    EvidenceRoutes(Node node) {
        this.node = node;
    }

    List<Route> routes() {
        return List.of(
                Route.post("/v1/evidence", Route.CASEWORK, Route.Body.STREAM, 201, Route.WORKING, this::takeIn),
                Route.get("/v1/evidence", Route.CASE_READERS, Route.READING, this::list),
                Route.get(
                        "/v1/evidence/{id}", Route.CASE_READERS, Route.READING, call -> Answer.json(detail(id(call)))),
                Route.get("/v1/evidence/{id}/content", Route.CASEWORK, Route.WORKING, this::content),
                Route.post("/v1/evidence/{id}/check", Route.CASEWORK, Route.Body.NONE, 200, Route.WORKING, this::check),
                Route.post(
                        "/v1/evidence/{id}/offers", Route.CASEWORK, Route.Body.JSON, 201, Route.WORKING, this::offer),
                Route.delete("/v1/evidence/{id}", ERASING, Route.WORKING, this::erase));
    }

    private Answer takeIn(Call call) throws Refused {
        String keyId = keyId(node, call.required("case"));
        String name = call.required("name");
        String mediaType = call.query("mediaType").orElse("application/octet-stream");
        Handling handling = handling(call);
        // What can be refused is refused before the first byte is read.
        Call.legal(() -> new ItemDetail(name, mediaType, Hash.EMPTY_ROOT, 0, Optional.empty(), Terms.NONE));
        Intake intake = new Intake(keyId, name, mediaType, Terms.NONE, Optional.empty(), handling);
        if (!intakes.tryAcquire()) {
            throw new Refused(
                    Refused.Code.BUSY,
                    Threads.WAITING_WORKS + " items are being taken in already",
                    "wait until one of them is done");
        }
        try (InputStream body = call.stream()) {
            Item item = call.awaitLong(OnNode.ask(
                    node,
                    asked -> asked.evidence().takeIn(call.source(), intake, Channels.newChannel(body), bytes -> {})));
            return Answer.json(EvidenceShown.of(item, caseOf(item.caseId())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            intakes.release();
        }
    }

    private Answer list(Call call) throws Refused {
        String caseId = call.required("case");
        List<Item> items = node.evidence().items(keyId(node, caseId));
        return Answer.json(
                Paged.of(call, items, item -> item.id().text(), item -> EvidenceShown.of(item, Optional.of(caseId))));
    }

    private Answer content(Call call) throws Refused {
        ItemId id = id(call);
        Handling handling = handling(call);
        OpenedItem opened =
                call.awaitLong(OnNode.ask(node, asked -> asked.evidence().open(call.source(), id, handling)));
        return Answer.file("application/octet-stream", id.text(), OptionalLong.of(opened.size()), out -> {
            try (opened) {
                opened.copyTo(Channels.newChannel(out));
            }
        });
    }

    private Answer check(Call call) throws Refused {
        ItemId id = id(call);
        Handling handling = handling(call);
        call.awaitLong(OnNode.ask(node, asked -> asked.evidence().check(call.source(), id, handling)));
        return Answer.json(detail(id));
    }

    private Answer offer(Call call) throws Refused {
        ItemId id = id(call);
        Offer offer = call.json(Offer.class);
        Terms terms = Call.legal(() -> new Terms(offer.useLimits(), Onward.ofWord(offer.onward()), offer.conditions()));
        OfferTerms wanted = new OfferTerms(request(offer), Optional.empty(), terms);
        Handling handling = handling(call, offer.legalBasis(), offer.note());
        Peer peer = node.directory()
                .peer(offer.to())
                .filter(Peer::recognised)
                .orElseThrow(() -> new Refused(
                        Refused.Code.NOT_FOUND,
                        offer.to() + " is not recognised by this node",
                        "admit its card first: comity member admit CARD"));
        PreparedOffer prepared = call.awaitLong(OnNode.ask(
                node,
                asked -> asked.evidence()
                        .prepareOffer(id, offer.to(), peer.nodeCard().vaultRecipient())));
        Logged message = call.await(
                node.ledger().submit(call.source(), turn -> node.evidence().offer(turn, prepared, wanted, handling)));
        return Answer.json(new Offered(prepared.root(), DirectoryRoutes.Message.of(message), prepared.cipherLength()));
    }

    private Optional<Ref> request(Offer offer) throws Refused {
        if (offer.request().isEmpty()) {
            return Optional.empty();
        }
        RequestId id = Call.legal(() -> RequestId.parse(offer.request().get()));
        RequestView view = node.casework().request(id, node.world().clock().instant());
        if (!view.summary().peer().equals(offer.to())) {
            throw new Refused(
                    Refused.Code.INVALID,
                    "request " + id + " is between this member and "
                            + view.summary().peer() + ", the offer is for " + offer.to(),
                    "name a request of the member to whom the item is offered");
        }
        return view.root();
    }

    private Answer erase(Call call) throws Refused {
        ItemId id = id(call);
        Handling handling = handling(call, call.query("legalBasis").orElse(""), call.required("reason"));
        call.await(node.ledger().submit(call.source(), turn -> node.evidence().erase(turn, id, handling)));
        return Answer.json(detail(id));
    }

    private EvidenceShown.Detail detail(ItemId id) throws Refused {
        Item item = node.evidence()
                .item(id)
                .orElseThrow(() ->
                        new Refused(Refused.Code.NOT_FOUND, "there is no item " + id, "look at the items of the case"));
        return new EvidenceShown.Detail(
                EvidenceShown.of(item, caseOf(item.caseId())),
                node.evidence().custody(id).stream()
                        .map(EvidenceShown.Custody::of)
                        .toList());
    }

    private Handling handling(Call call) throws Refused {
        return handling(
                call, call.query("legalBasis").orElse(""), call.query("note").orElse(""));
    }

    private Handling handling(Call call, String legalBasis, String note) throws Refused {
        return Call.legal(() -> handled(node, call, legalBasis, note));
    }

    /** The caller's hand, at this node's place and with its tool. */
    static Handling handled(Node node, Call call, String legalBasis, String note) {
        return new Handling(
                call.bearer().officer().text(),
                node.config().evidence().place(),
                node.config().evidence().tool(),
                legalBasis,
                note);
    }

    private Optional<String> caseOf(String keyId) {
        return node.casework().caseOf(keyId).map(CaseId::toString);
    }

    /** The name under which the records and items of a case lie. */
    static String keyId(Node node, String caseId) throws Refused {
        CaseId id = Call.legal(() -> CaseId.parse(caseId));
        return node.casework().caseFile(id, node.world().clock().instant()).keyId();
    }

    private static ItemId id(Call call) throws Refused {
        return Call.legal(() -> new ItemId(call.part("id")));
    }
}

package org.comity.web.officers;

import java.util.List;
import java.util.Optional;
import org.comity.node.Node;
import org.comity.node.casework.CaseId;
import org.comity.node.evidence.Fetch;
import org.comity.node.evidence.FetchState;
import org.comity.node.ledger.Refused;
import org.comity.tlog.Hash;

/** Evidence that other members offer, and how far this node has fetched it. */
final class FetchRoutes {

    private final Node node;

    FetchRoutes(Node node) {
        this.node = node;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/v1/fetches", Route.CASE_READERS, Route.READING, this::list),
                Route.get(
                        "/v1/fetches/{root}",
                        Route.CASE_READERS,
                        Route.READING,
                        call -> Answer.json(shown(root(call)))),
                Route.post(
                        "/v1/fetches/{root}/start", Route.CASEWORK, Route.Body.NONE, 202, Route.WORKING, this::start),
                Route.post(
                        "/v1/fetches/{root}/decline",
                        Route.CASEWORK,
                        Route.Body.JSON,
                        200,
                        Route.WORKING,
                        this::decline));
    }

    private Answer list(Call call) throws Refused {
        Optional<String> caseId = call.query("case");
        Optional<FetchState> state = Optional.empty();
        if (call.query("state").isPresent()) {
            state = Optional.of(state(call.query("state").get()));
        }
        List<Fetch> fetches;
        if (caseId.isPresent()) {
            Optional<FetchState> only = state;
            fetches = node.evidence().fetches(EvidenceRoutes.keyId(node, caseId.get())).stream()
                    .filter(fetch -> only.isEmpty() || only.get() == fetch.state())
                    .toList();
        } else {
            fetches = node.evidence()
                    .fetches(state.orElseThrow(() -> new Refused(
                            Refused.Code.INVALID,
                            "neither a case nor a state is named",
                            "add ?case=C-2026-000001 or ?state=running")));
        }
        return Answer.json(Paged.of(call, fetches, fetch -> fetch.root().hex(), this::shown));
    }

    private static FetchState state(String word) throws Refused {
        for (FetchState state : FetchState.values()) {
            if (RequestShown.word(state).equals(word)) {
                return state;
            }
        }
        throw new Refused(
                Refused.Code.INVALID,
                "the state of a fetch is offered, running, suspended, done or declined",
                "name one of these");
    }

    private Answer start(Call call) throws Refused {
        Hash root = root(call);
        call.await(node.ledger().submit(call.source(), turn -> {
            node.evidence().startFetch(turn, root);
            return root;
        }));
        return Answer.json(shown(root));
    }

    private Answer decline(Call call) throws Refused {
        Hash root = root(call);
        String reason = call.json(DirectoryRoutes.Reason.class).reason();
        if (reason.isBlank() || reason.length() > 1_000) {
            throw new Refused(
                    Refused.Code.INVALID,
                    "the reason has " + reason.length() + " characters, legal are 1 to 1,000, not all blank",
                    "say in a sentence why");
        }
        call.await(node.ledger().submit(call.source(), turn -> {
            node.evidence().declineFetch(turn, root, reason);
            return root;
        }));
        return Answer.json(shown(root));
    }

    private EvidenceShown.FetchShown shown(Hash root) throws Refused {
        Optional<Fetch> fetch = node.evidence().fetch(root);
        return shown(fetch.orElseThrow(() -> new Refused(
                Refused.Code.NOT_FOUND,
                "nothing with the root " + root.hex() + " was offered",
                "look at the fetches of the case")));
    }

    private EvidenceShown.FetchShown shown(Fetch fetch) {
        return EvidenceShown.FetchShown.of(
                fetch, node.casework().caseOf(fetch.caseId()).map(CaseId::toString));
    }

    private static Hash root(Call call) throws Refused {
        return Call.legal(() -> Hash.ofHex(call.part("root")));
    }
}

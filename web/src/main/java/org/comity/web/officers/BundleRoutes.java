package org.comity.web.officers;

import java.nio.channels.Channels;
import java.util.List;
import java.util.OptionalLong;
import org.comity.node.CaseBundle;
import org.comity.node.Node;
import org.comity.node.casework.CaseId;
import org.comity.node.evidence.Handling;
import org.comity.node.ledger.Refused;

/** A case as one file that anybody can verify offline. */
final class BundleRoutes {

    private final Node node;

    BundleRoutes(Node node) {
        this.node = node;
    }

    List<Route> routes() {
        return List.of(
                Route.post("/v1/cases/{id}/bundle", Route.CASEWORK, Route.Body.NONE, 200, Route.WORKING, this::bundle));
    }

    private Answer bundle(Call call) throws Refused {
        CaseId id = Call.legal(() -> CaseId.parse(call.part("id")));
        boolean include = switch (call.query("evidence").orElse("digests")) {
            case "digests" -> false;
            case "include" -> true;
            default ->
                throw new Refused(Refused.Code.INVALID, "evidence is not digests or include", "name one of the two");
        };
        Handling handling = EvidenceRoutes.handled(node, call, "", "for a proof bundle of " + id);
        CaseBundle bundle = call.awaitLong(
                OnNode.ask(node, asked -> CaseBundle.export(asked, call.source(), id, include, handling)));
        return Answer.file("application/zip", id + ".zip", OptionalLong.empty(), out -> {
            try (bundle) {
                bundle.write(Channels.newChannel(out));
            }
        });
    }
}

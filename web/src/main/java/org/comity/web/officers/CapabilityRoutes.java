package org.comity.web.officers;

import java.util.List;
import org.comity.node.Node;

/** All that a running node offers its officers. */
public final class CapabilityRoutes {

    private CapabilityRoutes() {}

    public static List<Route> of(Node node) {
        CaseworkRoutes casework = new CaseworkRoutes(node);
        return RouteTable.of(
                new StatusRoutes(() -> StatusRoutes.Status.of(node)).routes(),
                new DirectoryRoutes(node).routes(),
                casework.routes(),
                new AnswerRoutes(node, casework).routes(),
                new MessageRoutes(node).routes(),
                new EvidenceRoutes(node).routes(),
                new FetchRoutes(node).routes(),
                new BundleRoutes(node).routes(),
                new LogRoutes(node).routes(),
                new ForkRoutes(node).routes(),
                new ParcelRoutes(node).routes(),
                new OfficerRoutes(node).routes());
    }
}

package org.comity.web.officers;

import java.util.List;
import java.util.Optional;

/** The whole route table, around capabilities that are never reached. */
final class Everything {

    static final StatusRoutes.Status STATUS =
            new StatusRoutes.Status("world", "VN", "justice.vn.example/log/g1", 12, Optional.of(11L), 0);

    private Everything() {}

    static List<Route> routes() {
        return RouteTable.of(new StatusRoutes(() -> STATUS).routes());
    }
}

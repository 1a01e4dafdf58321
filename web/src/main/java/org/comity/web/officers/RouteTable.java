package org.comity.web.officers;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** All that officers can ask, capability by capability. */
public final class RouteTable {

    private RouteTable() {}

    /** Joins the routes of the capabilities, and refuses two for one method and path. */
    @SafeVarargs
    public static List<Route> of(List<Route>... capabilities) {
        List<Route> all = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (List<Route> capability : capabilities) {
            for (Route route : capability) {
                if (!seen.add(route.method() + " " + route.path())) {
                    throw new IllegalArgumentException("two routes for " + route.method() + " " + route.path());
                }
                all.add(route);
            }
        }
        return List.copyOf(all);
    }
}

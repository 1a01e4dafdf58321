package org.comity.node.casework;

import java.util.List;
import java.util.Optional;

/**
 * One page of a list of requests.
 *
 * @param items newest first
 * @param next the page that follows, when there is more
 */
public record Slice(List<RequestSummary> items, Optional<Page> next) {

    public Slice {
        items = List.copyOf(items);
    }
}

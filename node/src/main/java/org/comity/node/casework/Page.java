package org.comity.node.casework;

import java.util.Optional;

/**
 * Which part of a list is wanted. Lists run from the newest name to the oldest, so new requests never move a page.
 *
 * @param before only what is older than this; from the newest when empty
 * @param size how many at most, 1 to 200
 */
public record Page(Optional<RequestId> before, int size) {

    public Page {
        if (size < 1 || size > 200) {
            throw new IllegalArgumentException("page size is " + size + ", legal are 1 to 200");
        }
    }

    public static Page first(int size) {
        return new Page(Optional.empty(), size);
    }
}
